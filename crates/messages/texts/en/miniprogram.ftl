# The mini-programme's own texts; all others are those of the web pages. scripts/make-miniprogram-texts
# makes a file of what it uses.
mini-tab-mine = Mine
mini-loading = Loading…
mini-opening = Opening…
mini-beginning = Beginning the order…
mini-saving = Saving…
mini-sending = Sending
mini-handing-in = Handing in…
mini-yes = Yes
mini-no = No
mini-open-settings = Open settings

# The line.
mini-line-offline = It goes on by itself once you are back online; nothing typed is lost.
mini-line-waiting = The service does not answer just now; trying again in { $seconds } s
mini-unreached = The service cannot be reached.
    .remedy = Please check the network. Nothing typed is lost, and trying again does nothing twice.
mini-unexpected = The service’s answer cannot be read. Please try again later.
mini-not-found = It was not found, or is not of this WeChat.
    .remedy = Open it from “Orders”; one made on the web is brought here from its own page.
mini-document-gone = Choose again from the home page.
mini-upload-offline = The network is gone. Sending goes on by itself once it is back; no need to choose again.
mini-in-line = Many photos are being made and yours is in line; it goes on by itself
mini-not-sent = The picture was not sent.
    .remedy = It is still here; no need to choose again. Try once the network is better.

# Result, payment, order.
mini-held = met
mini-missed = not met
mini-pay = Pay
mini-pay-here = You pay by WeChat Pay; its window shows whom and how much. Whether it was paid is what the order says.
mini-paying = Opening WeChat Pay…
mini-pay-checking = Checking the payment…
mini-pay-cancelled = Nothing was paid. The order is kept and can still be paid.
mini-photo-open = See the electronic photo
mini-photo-save = Save the electronic photo to the album
mini-pdf-open = Open the PDF
mini-pdf-share = Send the PDF to a friend
mini-pdf-name = Photo receipt { $number }.pdf
mini-copy-number = Copy the receipt’s number
mini-copy-order-number = Copy the order’s number
mini-saved = Saved to the album.
mini-empty-orders = Receipts made with this WeChat appear here, on another phone too.
mini-contact = WeChat’s help desk
mini-contact-hint = What you write in WeChat’s own window goes to the messages of your newest order, too.

# Phone number.
mini-phone-button = Use my number from WeChat
mini-phone-type = Or type it; both will do.

# Privacy and permissions.
mini-privacy = First, your privacy
    .text = Before you choose a picture, please read the privacy guide: the picture serves this one photo alone, and the original is deleted once the review is decided. The album or the camera opens only after you agree.
    .guide = Read the privacy guide
    .agree = Agree and go on
    .refuse = Do not agree
mini-refused-privacy = The privacy guide was not agreed to, so nothing was opened.
    .album = To choose a picture, tap “From the album” again, read the guide and agree.
    .camera = To take a picture, go back, tap the camera again, read the guide and agree; or choose from the album.
    .save = To save to the album, tap again, read the guide and agree; or open the PDF, or hold the picture to save it.
    .phone = That is fine: please type the number.
mini-refused-undeclared = This mini-programme has not declared this use to WeChat.
    .album = Whoever runs it has to change that. For now, try the camera or the web pages.
    .camera = Whoever runs it has to change that. Please go back and choose from the album.
    .save = Whoever runs it has to change that. For now, open the PDF, or hold the picture to save it.
    .phone = Whoever runs it has to change that. Please type the number.
mini-denied-album = WeChat may not see your pictures.
    .remedy = Tap “Open settings” to allow it and choose again; or take a picture.
mini-denied-camera = WeChat may not use the camera.
    .remedy = Tap “Open settings” to allow it; or go back and choose from the album.
mini-denied-save = Saving to the album is not allowed.
    .remedy = Tap “Open settings”, allow “Add to album” and save again; or open the PDF, or enlarge the picture and hold it.
mini-denied-phone = The number was not given by WeChat.
    .remedy = That is fine: please type it above.
mini-denied-notices = You take no notices.
    .remedy = Nobody will write to you about the result. Look under “Orders”; this page changes by itself.
mini-subscribe = Take notices
mini-failed-album = The album did not open.
    .remedy = Please try again; or take a picture.
mini-failed-camera = The camera did not open.
    .remedy = Another app may be using it; or go back and choose from the album.
mini-failed-save = It was not saved to the album.
    .remedy = Please check the phone’s storage and try again; or open the PDF.
mini-failed-phone = The number was not given by WeChat.
    .remedy = That is fine: please type it above.
mini-failed-share = It was not sent.
    .remedy = Please try again; or open the PDF and send it from the top right corner.
mini-failed-copy = It was not copied.
    .remedy = Hold the number to select and copy it.
mini-failed-open = The PDF did not open.
    .remedy = Please try again; or save the picture.

# My data, about.
mini-data = My data
mini-data-phone = On this phone
    .text = What is typed and not handed in stays for a day at most, and is removed once it is handed in; pictures are not kept; being signed in is remembered only while it lasts.
mini-data-erase = Delete all my data
    .hint = Deletes photos and details of every order of this WeChat, and what this phone remembers.
    .question = Delete all data?
    .consequences = Photos, names, identity and phone numbers of every order are deleted now and cannot be brought back; open orders are cancelled first.
mini-data-erasing = Deleting…
mini-data-erased = All of it is deleted.
mini-about = About and privacy
mini-about-operator = Run by
mini-about-service = Address of the service
mini-about-official = Is this official?
mini-privacy-title = What becomes of your data
mini-permissions = Permissions of WeChat that are used
mini-permission-album = Chosen pictures
    .text = You choose one from the album to make the photo of. Others are not seen.
mini-permission-camera = Camera
    .text = For taking the picture here. Without it, choose from the album.
mini-permission-phone = Phone number
    .text = Given only when you tap the button, for finding the order. Typing it will do.
mini-permission-save = Add to album
    .text = When you save, the receipt or photo goes to the album. Nothing else there is seen.
mini-permission-copy = Clipboard
    .text = When you tap “Copy”, the number is written there. What is in it is not read.
