# Notices: subject and body, sent to the applicant; no name and no number of a person.
notice-submitted = Photo handed in, order { $number }
    .body = Your photo waits to be checked. The order page changes by itself; there is no need to stay.
notice-approved = Photo approved, order { $number }
    .body = The photo meets the requirements. Open the order to see it and to download the photo.
notice-rejected = Photo not approved, order { $number }
    .body = The order says why and what to do. Handing it in again is free, as often as needed.
notice-message = An answer for you, order { $number }
    .body = Open the messages of your order to read it.
notice-ends-soon = Your photo ends soon, order { $number }
    .body = Photo and receipt end soon. If you have not used them yet, please go to the counter in time.
notice-revoked = Receipt revoked, order { $number }
    .body = This receipt can no longer be used; the order says why.
notice-lapsed = Not finished in time, order { $number }
    .body = We are sorry: this order was not finished in time and has ended. Your photo was given to nobody, and all your data is deleted within a day. Please apply again; it is free.
notice-payment-due = Photo approved, please pay, order { $number }
    .body = The photo meets the requirements. Your receipt is issued once it is paid; the order says where and how much.
notice-refunded = Money given back, order { $number }
    .body = What you paid for this order was given back; the order says how much.
# To the operator.
notice-checkpoint = Checkpoint of the log, { $day }
    .body = Please keep this message where nobody who runs the service can change it. If the log is ever in doubt, save it as text and run: huizhi audit verify --checkpoint FILE
notice-undecided = { $count } orders are about to end undecided
    .body = { $count } submitted orders have not been decided. The first ends by itself on { $day }; photo and details are deleted then. Please have them reviewed soon.
# Text messages: one is enough, without name and identity number; the provider adds the signature.
sms-submitted = Photo submitted, order { $number }. The result comes by text message.
sms-approved = Photo approved, order { $number }. Open the order for the receipt or the photo.
sms-rejected = Photo not accepted, order { $number }. The order says why; submitting again is free.
sms-message = You have an answer, order { $number }. Open the order's messages.
sms-ends-soon = Photo and receipt end soon, order { $number }. Please go to the counter.
sms-revoked = Receipt revoked, order { $number }. It is of no use any more; the order says why.
sms-lapsed = Sorry: order { $number } was not finished in time and has ended. Its data will be deleted; apply again, free of charge.
sms-payment-due = Photo approved, order { $number }. Your receipt is issued once it is paid; the order says where.
sms-refunded = What was paid for order { $number } was given back.
