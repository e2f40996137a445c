# What was typed cannot be taken: why, and what to do.

# Names.
field-name-empty = Please give a name.
    .remedy = Type the name as it stands on the identity document.
field-name-long = The name has more than 40 characters.
    .remedy = Type only the name as it stands on the document, without titles or remarks.
field-name-digit = There is a digit in the name.
    .remedy = Remove it and leave the name as it stands on the document.
field-name-symbol = There is a sign or an emoji in the name.
    .remedy = Chinese characters, Latin letters, spaces, hyphens, apostrophes and the dot · may be used; remove the others.
field-name-control = There are invisible control characters in the name.
    .remedy = They usually come with pasted text; clear the field and type the name.
field-name-private = One character of the name is a private one that only some devices can show.
    .remedy = Use another input method or copy the standard character from a dictionary; if that fails, write to us.
field-name-script = The name has letters of a script that is not supported.
    .remedy = Type the Chinese (Uyghur, Tibetan) name on the document, or the name in Latin letters as in the passport.

# Numbers of identity documents.
field-id-empty = Please give the document's number.
    .remedy = Copy it from the document.
field-id-character = The number has a character that cannot be there.
    .remedy = It has 18 characters: 17 digits, and at the end a digit or X.
field-id-length = The number does not have 18 characters.
    .remedy = Count them and look for what is missing or doubled.
field-id-old = This is an old number of 15 digits.
    .remedy = Type the 18 characters of the present identity card.
field-id-region = The first six digits of the number are no place.
    .remedy = Compare the first six digits with the document.
field-id-region-unconfirmed = The first six digits are not in our table of places; please confirm them.
    .remedy = Check the first six digits; if they are as on the document, tick to confirm and send it again.
field-id-date = The date of birth in the number cannot be right.
    .remedy = Characters 7 to 14 are year, month and day of birth; compare them with the document.
field-id-check-digit = One character of the number is wrong, or two have changed places.
    .remedy = Compare every character with the document.
field-id-is-residence-permit = This is the number of a residence permit for Hong Kong, Macao and Taiwan residents.
    .remedy = Choose that permit as the kind of document.
field-id-is-foreign = This is the number of a foreign permanent resident's card.
    .remedy = Choose that card as the kind of document.
field-id-permit-prefix = A residence permit's number begins with 810000, 820000 or 830000.
    .remedy = Compare the first six digits, or choose the citizen's identity card as the kind of document.
field-passport-character = The passport number has something other than letters and digits, or no digit at all.
    .remedy = Copy the number from the top right of the passport's data page.
field-passport-length = A passport number has 5 to 20 characters.
    .remedy = Compare it with the passport's data page.
field-foreign-id-shape = This does not look like the number of a foreign permanent resident's card.
    .remedy = New cards have 18 characters beginning with 9, older ones three letters and twelve digits.
field-home-return-shape = This does not look like the number of a home return permit.
    .remedy = It is H or M and eight digits.
field-taiwan-permit-shape = This does not look like the number of a Taiwan compatriot permit.
    .remedy = It is eight digits.

# Dates of birth.
field-birth-empty = Please give the date of birth.
    .remedy = The number of this document does not hold it.
field-birth-date = There is no such day, or the date cannot be read.
    .remedy = Type year, month and day, such as 1990-01-31.
field-birth-range = The date of birth is to come, or before 1900.
    .remedy = Look at the year again.
field-birth-differs = The date of birth is not the one in the document's number.
    .remedy = Compare both and correct the one that is wrong.

# Phones.
field-phone-empty = Please give a phone number.
    .remedy = It finds the order from another phone.
field-phone-character = The phone number has a character that cannot be there.
    .remedy = Use digits only, with a plus and the country's code in front of numbers from abroad.
field-phone-length = The phone number has too few or too many digits.
    .remedy = Mainland mobiles have 11; numbers from abroad begin with a plus and have 6 to 15 in all.
field-phone-prefix = Mainland mobile numbers begin with 13 to 19.
    .remedy = Look at the first digits, or put a plus and the country's code in front of a number from abroad.
field-phone-landline = This is a fixed line.
    .remedy = Give a mobile number.
field-phone-country = No country's code begins with 0.
    .remedy = Look at the code after the plus; Hong Kong's is +852.

# E-mail, and what a document asks for besides.
field-email-shape = This does not look like an e-mail address.
    .remedy = Compare it, such as name@example.com; leave it empty if you want no e-mail.
field-further-empty = This field is needed.
    .remedy = The document cannot be issued without it.
field-further-long = This is longer than the field takes.
    .remedy = Please shorten it.
field-further-latin = There is a character that cannot be here.
    .remedy = Use letters, digits, spaces and hyphens only.
field-further-control = There are invisible control characters here.
    .remedy = Delete it and type it again rather than pasting it.
field-further-unknown = The document does not ask for this.
    .remedy = Leave it out; the document's description lists what is asked for.

# Numbers of orders and receipts.
field-code-length = The number should have { $expected } characters, and it has { $found }.
    .remedy = Compare it with the order or receipt; hyphens may be left out.
field-code-character = Character { $position } is not one that our numbers have.
    .remedy = There is no I, L, O, 0 or 1 in them; look at that place again.
field-code-check = One character of the number is wrong, or two have changed places.
    .remedy = Compare every character with the order or receipt.

# Consents.
field-consent-face-data = The processing of face data has not been agreed to.
    .remedy = A photo cannot be made without it; read the note and tick its own box, or leave the application here.
field-consent-guardian = The applicant is under 14, and a guardian has to agree.
    .remedy = Ask a parent or guardian to read the note and tick the box.
field-consent-outdated = The note has changed since you agreed.
    .remedy = Read the new one and confirm again.
field-consent-future = The time of the consent cannot be right.
    .remedy = Tick the box once more.

# Staff signing in.
field-password-short = The password has fewer than 10 characters.
    .remedy = Make it longer; a few unrelated words do well.
field-password-long = The password is too long.
    .remedy = It may have 256 bytes, about 250 letters.
field-password-name = The password is hardly more than the sign-in name.
    .remedy = Choose one that has nothing to do with the name.
field-password-common = This password is among the first to be guessed.
    .remedy = Choose another; a few unrelated words do well.
field-totp-shape = The one-time code has six digits.
    .remedy = Type the six digits that the authenticator shows now.
field-totp-wrong = The one-time code is wrong or too old.
    .remedy = Wait for the next one; if that fails too, check the phone's clock.
field-totp-replayed = This one-time code has been used.
    .remedy = Wait for the next one, at most 30 seconds.
field-sign-in-locked = There were too many wrong passwords, and signing in is paused.
    .remedy = Try again after { $until }, or ask an operator to set a new password.
field-session-idle = You were signed out after 30 minutes without use.
    .remedy = Sign in again; a decision that was not saved has to be made again.
field-session-ended = You were signed out after 12 hours.
    .remedy = Sign in again.
