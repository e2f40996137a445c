# Pages: the frame, home, choosing document and city, the specification, whether an electronic photo is accepted, service, errors.
product = Photo receipt
tabs = Navigation
tab-home = Home
tab-orders = Orders
tab-service = Service
back = Back
skip-to-content = Skip to content
language-other = 中文
change = Change
search = Search
next = Next
web-help = Questions and answers

home-line = Take the photo with your phone, at home
home-apply = Apply for a receipt
home-usual = Usual documents
home-all = All

category-identity = Identity and residence
category-social = Social security
category-transport = Driving
category-travel = Travel
category-occupation = Licences to work
category-education = Schools and diplomas
category-examination = Examinations
category-visa = Visas
category-abroad = Passports of other countries
category-size = Sizes

choose-document-title = Choose the document
choose-document-hint = Which document is the photo for?
choose-document-search = Name or pinyin
choose-document-none = Nothing was found for “{ $query }”.
    .remedy = Try another name, for instance “ID card”, “passport” or “jsz”.
choose-document-all = See all documents
choose-document-groups = Groups

choose-city-title = Choose the city
choose-city-hint = Choose the city that issues the document, not the one you are in.
choose-city-search = City or pinyin
choose-city-press-search = The city is not in this list. Press Search to look through the whole country.
choose-city-last = Chosen last time
choose-city-large = Large cities
choose-city-by-province = By province
choose-city-letters = By first letter
choose-city-provinces = Provinces, regions and municipalities
choose-city-candidates = Did you mean one of these
choose-city-is-province = “{ $query }” is a province; documents are issued by a city.
    .remedy = Choose one below, for instance { $examples }.
choose-city-is-county = “{ $query }” is a county or district; choose the city it belongs to.
    .remedy = It belongs to { $examples }.
choose-city-ambiguous = “{ $query }” may be several cities.
    .remedy = Choose one below: { $examples }.
choose-city-none-there = None of these documents is issued in “{ $query }”.
    .remedy = Choose the city that issues the document.
choose-city-unknown = No city called “{ $query }” was found.
    .remedy = { $examples ->
        [none] Check the spelling, or choose by province.
       *[other] Check the spelling, or choose below.
    }

specification-title = Document and photo
specification-city = City: { $city }
specification-price = Price
specification-waiting = Review
specification-valid = Valid for
specification-photo = What the photo will be
specification-days = { $days ->
    [1] 1 day
   *[other] { $days } days
}
specification-months = { $months ->
    [1] 1 month
   *[other] { $months } months
}
specification-uses = Good for
specification-uses-once = one use; the counter marks it used
specification-uses-many = any number of uses while valid
specification-counts-in = Where it counts
specification-counts-in-city = counters of the issuing city
specification-counts-in-province = counters of the province
specification-counts-in-country = counters in the whole country
specification-receipt = The photo receipt
specification-photo-only = There is no photo receipt: once approved you download the photo itself, and a sheet to print.
specification-made-for-you = Size, background and file are made for you; you only take one picture from the front.
specification-why = Where this comes from
specification-other-city = Choose another city
spec-paper = Size
spec-paper-value = { $width } × { $height } mm
spec-pixels = Pixels
spec-pixels-value = { $width } × { $height } pixels
spec-background = Background
spec-background-choices = { $colour }; { $others } if you choose it
spec-file = File
spec-file-between = JPEG, { $min } to { $max } KB
spec-file-up-to = JPEG, up to { $max } KB
spec-standard = Standard
colour-white = white
colour-light-grey = light grey
colour-blue = blue
colour-red = red
colour-or = { " or " }

apply-free = Free
apply-wait-minutes = about { $minutes } minutes

can-i-use-title = May I use an electronic photo?
can-i-use-hint = Choose the document and the city to see whether a photo you took yourself is accepted.
can-i-use-question = { $document } in { $city }: may I use an electronic photo I took myself?
can-i-use-question-anywhere = { $document }: may I use an electronic photo I took myself?
can-i-use-instead = What to do
can-i-use-source = Where this comes from
can-i-use-other-city = Look at another city
can-i-use-other-document = Look at another document
can-i-use-apply = Go on and apply
places-link = Places that accept a photo of your own
places-yes = Places that accept a photo of your own
places-unknown = Places where sources disagree: ask first
places-none = None is known
places-elsewhere = Elsewhere: { $answer }.
catalogue-as-of = Data version { $version }, in force from { $date }. Counters change their practice; what the counter says decides.
answer-yes = A photo of your own is accepted
answer-no = A photo of your own is not accepted
answer-unknown = Sources disagree; ask first
answer-not-applicable = No photo receipt is needed
confidence-a = Reliability: official or original text
confidence-b = Reliability: several independent sources agree
confidence-c = Reliability: one source only
confidence-d = Reliability: concluded, not stated

service-hint = Ask us about anything that is not clear.
service-phone = Telephone
service-email = E-mail
service-hours = Hours
service-address = Address
service-silent = No contact has been written here yet.
    .remedy = The questions and answers may help in the meantime.
service-first = The answer may be here
service-threads = Write about an order
service-orders = My orders

error-title = Something came up
error-desk = Back to my work
error-home = To the home page
error-meant = Did you mean
error-number = Please quote number { $number } when you report this
page-error-not-found = There is no such page.
    .remedy = The address may be mistyped, or the page is gone.
page-error-unknown-document = There is no such document.
    .remedy = The address names a document that is not in the catalogue. Choose again from the home page.
page-error-unknown-city = There is no such city.
    .remedy = The address names a city that is not in the catalogue, or a province or county. Choose the city again.
page-error-method-not-allowed = This page cannot be opened this way.
    .remedy = Start again from the home page.
page-error-form-expired = The page was open for too long and no longer holds.
    .remedy = Go back, reload and send it again; nobody else has seen what you typed.
page-error-cross-site = The request came from another site and was not carried out.
    .remedy = Please use the pages of this service.
page-error-form-unreadable = What was sent cannot be read.
    .remedy = Go back and send it again.
page-error-too-large = What was sent is too large.
    .remedy = Use the original photo from your phone, and shorten anything else.
page-error-wrong-media-type = This kind of content is not supported.
    .remedy = Go back and send it again.
page-error-forbidden = This page is not open to you.
    .remedy = Staff sign in first; applicants come in through “Orders”.
page-error-too-many-requests = That was too fast.
    .remedy = Please wait { $seconds } seconds and try again.
page-error-took-too-long = It took too long and was stopped.
    .remedy = Wait a little and try again; what was saved is still there.
page-error-too-slow = The upload was too slow and was stopped.
    .remedy = Go where the network is better, or send a smaller picture; what was saved is still there.
page-error-busy = Very much is going on at the moment.
    .remedy = Try again in { $seconds } seconds; what was saved is still there.
page-error-upload-quota = Very many pictures came from your network in the last hour.
    .remedy = Try again in { $seconds } seconds, or from another network; what was saved is still there.
page-error-store-full = There is no room for more pictures at the moment.
    .remedy = Try again in a quarter of an hour; if that does not help, tell the office. What was saved is still there.
page-error-disk-full = The server's disk is full, and this step was not saved.
    .remedy = Please tell the office, and try again in a quarter of an hour. What was saved before is still there.
page-error-engine-away = Photos cannot be made at the moment.
    .remedy = Your picture was not taken in. Please send it again in { $seconds } seconds; if that does not help, tell the staff. What was saved is still there.
page-error-unavailable = This cannot be handled at the moment.
    .remedy = Try again in { $seconds } seconds; what was saved is still there.
page-error-try-again = Many were at it at the same moment, and this step was not saved.
    .remedy = Nothing was changed. Try again in { $seconds } seconds.
page-error-database-unavailable = The database cannot be reached at the moment, and this step was not saved.
    .remedy = Nothing was changed. Try again in { $seconds } seconds; if that does not help, tell the office.
page-error-outcome-unknown = The connection broke while this step was being saved; whether it was done is not known.
    .remedy = It may have been done. Load the page again in { $seconds } seconds and look before doing it again.
page-error-changed = This has changed meanwhile
    .remedy = Somebody was quicker, or the order has moved on. Load the page again and see what is to be done.
page-error-broken = The program has a problem.
    .remedy = It has been recorded. Try again later; if it stays, ask the service.
page-error-receipt-photo-lost = The photo of this receipt is missing or damaged.
    .remedy = Do not take the receipt; ask them to have a new photo made, and tell the operator.

# When photos are reviewed.
apply-wait-closed = { $hours }; a review takes { $usual }
hours-title = When photos are reviewed
hours-open = Somebody is reviewing now
hours-closed = Nobody reviews now; it starts at { $opens }
hours-unknown = Nobody reviews now, and when somebody will is not settled
hours-none = nobody reviews
hours-and = { ", " }
hours-span = { $first } to { $last }
hours-days-span = { $first } to { $last }
opening-today = { $time } today
opening-tomorrow = { $time } tomorrow
opening-weekday = { $time } on { $day }
opening-date = { $time } on { $day } { $month }
hours-day = { $day } { $month }

# Ways into the mini-programme: home page, order, receipt.
into-wechat = Use the WeChat mini-programme
    .hint = No order number to remember, on any phone; WeChat tells you the result.
into-wechat-order = Open this order in WeChat
    .hint = Opened within ten minutes, this order is yours in WeChat and stays among your orders there; no other WeChat user can take it afterwards.
into-wechat-scan = Scan it with WeChat
into-wechat-code = Code of the mini-programme
into-wechat-open = Open in WeChat
