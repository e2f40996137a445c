# What is kept how long and why. Each row: name, .how-long the period, .why the reason, .then what happens at its end.
# The numbers come from the program (the orders' retention); the texts hold none of their own.
retention-title = How long we keep it
retention-intro = We keep what is needed and no longer; the service erases by itself, and you need do nothing. To have it gone sooner, choose “Erase my data” on the order.
retention-column-how-long = How long: { $value }
retention-column-then = Then: { $value }
retention-draft = An application not submitted
    .how-long = { $days ->
        [1] 1 day
       *[other] { $days } days
    }
    .why = So that you can leave and carry on later.
    .then = The picture and everything filled in are deleted.
retention-unpaid = An application that was handed in and waits to be paid
    .how-long = { $days } days
    .why = Time for you to come and pay.
    .then = Photo, details and messages are deleted; nothing was paid, and nothing is charged.
retention-original = The picture you uploaded
    .how-long = until a decision is made, { $days } days at most
    .why = The inspector compares it with the photo to see that the face was not altered.
    .then = The picture and its key are deleted.
retention-photo = The finished photo and the receipt
    .how-long = until the receipt ends
    .why = The counter calls up the photo by the receipt.
    .then = Photo, receipt and their keys are deleted, and the number no longer leads to a photo.
retention-given = Approved photos without a receipt, and their details
    .how-long = { $days } days
    .why = Time to download and print the photo, and to complain.
    .then = Photo, details and messages are deleted.
retention-details = Name, ID number, phone number and other details
    .how-long = with the order, and { $days } days after its end
    .why = The counter checks who you are by them, and you need them to find the order and to renew.
    .then = The details are deleted; what remains has no name or number in it.
retention-closed = Orders cancelled, or rejected and not submitted again
    .how-long = { $days } days
    .why = You may want to submit again, or to know why it was not approved.
    .then = Photo, details and messages are deleted.
retention-messages = Messages
    .how-long = with the order
    .why = They are about that order.
    .then = They are deleted with the order's details.
retention-receipt = Whose an ended receipt was, and on which phone it was applied for (hashes that show neither name nor number)
    .how-long = { $days } days
    .why = So that a counter can say "expired" or "used" and not "no such receipt", and the applicant sees it on their phone and can renew.
    .then = The hashes are deleted; the number stays, so that it is never given again.
retention-code = The code that opens a sealed photo, until you take your receipt
    .how-long = { $days } days at most, an hour after the first download
    .why = So that you can download the receipt.
    .then = The code is deleted; only your receipt opens the photo.
retention-guesses = How often an order or a receipt was looked up wrongly
    .how-long = { $days ->
        [1] 1 day
       *[other] { $days } days
    }
    .why = To keep anybody from guessing numbers.
    .then = The count is deleted.
retention-sign-ins = How often staff sign-ins failed (digests only; no address or name can be told from them)
    .how-long = { $days ->
        [1] 1 day
       *[other] { $days } days
    }
    .why = So that passwords cannot be guessed.
    .then = The counts are deleted.
retention-devices = Devices where staff signed in (digests only)
    .how-long = { $days } days after the last sign-in
    .why = So that staff can sign in while somebody guesses elsewhere.
    .then = The digest is deleted, and the device counts as new.
retention-log = Log entries (no applicant's name, number or photo)
    .how-long = { $years } years
    .why = To tell who looked at, judged or handed over a photo, and when.
    .then = Entries past that are deleted.
retention-counter = Photos that a counter has taken are in the counter's keeping and not in this table.
retention-erased-early = What you erase yourself goes at once, whatever the period.
retention-undecided = An order submitted and never decided
    .how-long = { $days } days after it was submitted
    .why = It waits for an inspector.
    .then = The order ends, you are told, and photo, details and messages are deleted.
retention-unissued = An approved order that no receipt could be issued for
    .how-long = { $days } days after its approval
    .why = So that the operator can mend the fault and issue the receipt.
    .then = The order ends, you are told, and photo, details and messages are deleted.
retention-consent = Proof that you consented (no name and no number; only your consent code leads to a person)
    .how-long = { $years } years after your data was deleted
    .why = So that you and we can show later when consent was given, and to which text.
    .then = The proof is deleted.
retention-traces = Timeline and decisions of deleted orders (no name and no number)
    .how-long = { $years } years
    .why = To tell who decided, and when.
    .then = They are deleted; what is left is in the next row.
retention-wechat = Who you are in the WeChat mini-programme (the openid, encrypted), which service notices you take, and what WeChat said of your photo and messages
    .how-long = With the order; { $days } days after it ended
    .why = So that your orders are there on another phone, and you can be told of the result.
    .then = Deleted with the order's details.
retention-letters = What you write to us in WeChat without an order
    .how-long = { $days } days after the last word
    .why = So that somebody can answer you.
    .then = The conversation is deleted.
retention-pushes = Messages that WeChat passes on (digests alone)
    .how-long = { $days } day
    .why = WeChat sends each several times, and it counts once.
    .then = The digests are deleted.
retention-remains = What is left of a deleted order: its number and its receipt's, for what and where, dates, and how it ended (no name, number or photo)
    .how-long = { $years } years; where something was paid, as long as the book
    .why = Whoever comes with an old receipt can be told that it was real and has ended; payments have to agree with the book.
    .then = All of it is deleted. An old receipt is then said to be no longer known: never false, and never valid.
