# Web pages from handing over a picture to the decision: upload, result, details,
# confirmation, the order, cancelling and deleting.
application-order = Order
application-orders = My orders
application-order-number = Order { $number }
application-find = Find it by number and phone
application-again = Try again
application-to-order = See the order
application-go-on = Continue
application-retake = New picture
application-change-details = Change details
application-no-order = This order is not on this device.
    .remedy = An order opens only on the phone it was made on. From another phone, find it by its number and your phone number.
application-not-accepted = Photos of your own are not accepted here.
    .remedy = Ask the issuing office where to have the photo taken.
application-busy = Too many photos are being made; { $place } are before yours.
    .remedy = Yours was not taken in. Please send it again in a few seconds.

# The order is not where this can be done.
application-refused-order-wrong-state = This cannot be done with the order now.
    .remedy = It has just changed. Open the order to see where it stands.
application-refused-order-picture-unfit = This picture cannot be handed in yet.
    .remedy = Something in it fails, or no photo could be made. Please take another.
application-refused-order-no-picture = There is no picture yet.
    .remedy = Take one or choose one from your album first.
application-refused-order-no-details = The details are missing.
    .remedy = Please give name, document number and phone first.
application-refused-order-claimed-by-another = An inspector is looking at this order.
    .remedy = Please wait for the decision and try again.
application-refused-order-own-second-opinion = This cannot be done with the order now.
    .remedy = Open the order to see where it stands.
application-refused-order-final = The decision is final and cannot be changed.
    .remedy = Open the order to see it.
application-refused-order-no-reason = This cannot be done with the order now.
    .remedy = Open the order to see where it stands.
application-refused-order-erased = This order's data has been deleted.
    .remedy = To apply again, please begin a new order.

# Upload.
application-hand-over = Hand over the picture
application-to-hand-over = I have a picture
application-accepted = JPEG, PNG, WebP and HEIC files up to { $mb } MB.
application-from-album = Choose from album
application-take = Take a picture
application-send = Send
application-sending = Sending: { $done } of { $all }
application-looking = Sent. The photo is being made, usually in a few seconds
application-line-dropped = The connection dropped; sending again in { $seconds } seconds
application-in-line = In line, { $place } before yours; it goes on by itself
application-not-sent = The picture was not sent. Check the connection and choose it again.
application-too-large = The file is larger than { $mb } MB. Please use the picture as the phone took it.
application-progress = Upload progress
application-stop = Stop
application-close = Close
application-turn-camera = Switch camera
application-last-result = See the last picture's result
application-picture-empty = No picture was chosen.
    .remedy = Choose a picture first, then press Send.

# Result.
application-result-title = Your photo
application-result-good = This picture can be used.
    .remedy = Every check passed.
application-result-advised = This picture can be used; please look at a few things.
    .remedy = An inspector looks again. If you can, a new picture is the safer way.
application-result-failing = This picture cannot be used yet.
    .remedy = Take another as described below, as often as you like.
application-result-no-photo = No ID photo could be made of this picture.
    .remedy = See why below, then take another.
application-compared = Before and after
application-before = Your picture
application-after = The ID photo
application-lines = Show lines
application-why = Why, and what to do
application-failing = To be changed
application-advised = Please look at
application-measures = Measured
application-measure = { $name } { $value } px ({ $range })
application-passed = Passed: { $count }
application-unmeasured = Could not be measured, an inspector looks: { $count }
application-use = Use this one

# Details.
application-details-title = Details
application-details-hint = The details of the person in the photo, also when you apply for somebody else.
application-wrong-title = Something to correct
application-wrong = To be corrected: { $count }
application-name = Name
    .hint = As on the document.
application-identity = Identity document
application-identity-chinese-id = Chinese resident identity card
application-identity-passport = Passport
application-identity-hong-kong-macao-taiwan-resident = Residence permit for Hong Kong, Macao and Taiwan residents
application-identity-foreign-permanent-resident = Foreign permanent resident ID card
application-identity-home-return-permit = Mainland travel permit for Hong Kong and Macao residents
application-identity-taiwan-compatriot-permit = Mainland travel permit for Taiwan residents
application-number = Document number
    .hint = Kept encrypted; pages show only its ends.
application-birth = Date of birth
    .hint = Such as 1990-01-31. Not needed where the number holds it.
application-phone = Mobile phone
    .hint = The decision is sent here; it also finds the order from another phone.
application-consents = Please read and tick each by itself
application-consent-face = Processing of face data
    .tick = I have read this and agree that the face data in the photo is processed for this order.
application-consent-what = What is processed
    .text = The picture you send, the ID photo made of it, and where the face lies in it and how large it is. No features that recognise a person are taken, and identity is not compared with other photos.
application-consent-why = Why
    .text = Only to make this one ID photo, to check it against the rules, to have an inspector review it, and to let the issuing office fetch it by the receipt.
application-consent-how-long = How long it is kept
    .text = Your picture is deleted once a decision is made, after { $original } days at most; photo and details { $ended } days after the order has ended. Photos are kept encrypted.
application-consent-withdraw = How to withdraw
    .text = Open the order and choose “Delete my data”: photos and details are deleted at once. What was done before stays lawful.
application-consent-without = If you do not agree
    .text = You cannot apply here, but can have the photo taken in a studio. Nothing else changes for you.
application-consent-guardian = A guardian's consent
    .text = The applicant is under fourteen. A parent or another guardian has to read the above and agree as well.
    .tick = I am the applicant's parent or guardian, have read the above, and agree that their face data and details are processed.
application-consent-version = Version of these texts: { $version }

# Confirm and hand in.
application-confirm-title = Confirm
application-confirm-hint = Please look once more. Name and numbers are shown in part.
application-document = Document
application-city = Issuing city
application-submit = Hand in

# The order.
application-status-draft = Draft
    .next = Not handed in yet. An unfinished application is kept on this device for a day.
application-status-waiting = Waiting for review
    .next = Handed in. Inspectors review in order of arrival. This page changes by itself.
application-status-in-review = In review
    .next = An inspector is looking at your photo; the decision comes soon.
application-status-approved = Approved
    .next = The photo receipt and the electronic photo are here to see and to save.
application-status-rejected = Rejected
    .next = See why below; correct it and hand in again, free of charge.
application-status-cancelled = Cancelled
    .next = This order was cancelled. To apply again, begin a new one.
application-status-lapsed = Lapsed
    .next = It was not handed in for too long. To apply again, begin a new one.
application-waiting = { $ahead } before yours, about { $minutes } min
application-reasons = Why it was rejected
application-note = The inspector's note
application-resubmit = Hand in again (free)
application-download = Download the electronic photo
application-begin-anew = Apply again
application-timeline = What happened

application-event-drafted = Begun
application-event-picture-prepared = Picture sent
application-event-details-given = Details given
application-event-submitted = Handed in
application-event-resubmitted = Handed in, time { $ordinal }
application-event-claimed = An inspector began the review
application-event-second-opinion-asked = A second inspector was asked
application-event-approved = Approved
application-event-rejected = Rejected
application-event-cancelled = Cancelled
application-event-lapsed = Lapsed, not handed in for too long
application-event-original-erased = Your picture was deleted
application-event-erased = Photos and details were deleted
application-event-receipt-issued = Receipt issued
application-event-receipt-used = Receipt used up at a counter
application-event-receipt-use-undone = The use was taken back
application-event-receipt-revoked = Receipt revoked

# Cancelling and deleting.
application-cancel = Cancel the order
    .question = Cancel this order?
    .consequences = It will not be reviewed, and this cannot be undone. To apply later, begin a new order.
    .yes = Cancel the order
application-erase = Delete my data
    .question = Delete photos and details?
    .consequences = Photos, name, document number and phone are deleted at once and cannot be restored; an order still open is cancelled first. Afterwards this order can no longer be opened.
    .yes = Delete my data
application-keep = No, back to the order
