# Lines and words.
line-error = error[{ $code }]: { $message }
line-remedy = help: { $remedy }
line-timings = times (ms): { $steps }; { $total } in all

note-acceptance = note: { $reason }
note-bystanders = note: the picture shows { $count } more face(s); the most prominent one was used.
note-gave = note: { $measure } is { $value } px where { $range } is asked for; the rules cannot all be held, and this one gave.
note-draft = draft[{ $code }]: { $message } This photo must not be handed in.
note-print-differs = note: this document's paper photo is cropped differently from its file; this sheet has the file's crop. For the paper's crop give the original picture.

note-finding = check: { $finding }

check-title = { $title }, photo check: { $verdict ->
        [fail] not good enough
        [advise] good, with something to look at
       *[pass] good
    } ({ $failed } failed, { $advised } to look at, { $passed } in order)
check-fail = ✗ { $headline }
check-advise = ! { $headline }
check-pass = ✓ { $headline }
check-not-measured = ? { $headline }: not measured ({ $why })
check-measured = measured { $value }, must be { $limit }
check-measured-advise = measured { $value }, better { $limit }
check-reason = {"  "}why: { $text }
check-figures = {"  "}figures: { $text }
check-remedy = {"  "}help: { $text }
check-passed = In order: { $names }
check-unmeasured = Cannot be measured in this picture; an inspector looks: { $names }
list-comma = {", "}
not-measured-too-small = the face is too small
not-measured-turned-away = the head is turned too far
not-measured-hidden = it is hidden
not-measured-out-of-picture = it is not in the picture
not-measured-no-file = there is no file yet
not-measured-eyes-closed = the eyes are closed
not-measured-no-camera-data = the file does not tell of the camera
not-measured-no-measure = no automatic check is reliable
unit-percent = {" "}%
unit-degrees = °
unit-px = {" "}px
unit-levels = {" "}levels
unit-kb = {" "}KB
unit-dpi = {" "}dpi

done-jpeg = made { $path } ({ $size }, quality { $quality })
done-png = made { $path } ({ $size }, transparent)
done-sheet = made { $path } ({ $sizes }, { $size }); print it at its actual size.
sheet-size = { $count } of { $width }×{ $height } mm
done-batch = { $made } of { $all } pictures became photos, { $usable } of them usable; table { $table }, contact sheet { $page }

contact-sheet-counts = { $all } pictures, { $usable } usable photos
contact-sheet-figures = Figures
contact-sheet-before = picture
contact-sheet-after = photo

measure-face-width = face width (between the ear roots)
measure-head-width = head width (with ears)
measure-head-height = head height (crown to chin)
measure-crown-margin = crown to upper edge
measure-eyes-from-bottom = eyes to lower edge
measure-eyes-from-top = eyes to upper edge
measure-eye-mid-x = middle of the eyes to left edge
measure-face-centre = face off the middle line
measure-inter-eye = distance between the eyes
measure-chin-to-bottom = chin to lower edge

show-standard = Standard: { $standard }
show-size = Size: { $px } px, { $mm } mm, { $dpi } dpi { $source }
show-background = Background: { $colour } { $source }
show-background-choice = Or by choice: { $name } { $colour }
show-file = File: JPEG, { $window } KB{ $quality ->
        [none] {""}
       *[some] , quality { $quality } or more
    } { $source }
show-rules = Framing (what comes first is held first):
show-rule = {"  "}{ $priority }. { $measure }: { $px } px ({ $mm } mm), aiming at { $target } { $source }
show-print = Paper photo: { $mm } mm { $source }
show-sources = Sources (A is the most reliable, D the least):
show-version = Specification { $version }, in force from { $effective }

where-answer = { $document } · { $city }: { $answer ->
        [yes] a photo you took yourself is accepted
        [no] a photo you took yourself is not accepted
        [not-applicable] an authority abroad decides, not a Chinese city
       *[unknown] it is not known whether a photo you took yourself is accepted
    }
where-source = Source: { $cite } ({ $confidence })

validate-ok = No problems: { $documents } documents, { $cities } cities, version { $version }

phrase-width = width
phrase-height = height
phrase-a-text = a text
phrase-a-text-in-quotation-marks = a text in quotation marks
phrase-a-whole-number = a whole number
phrase-a-number = a number
phrase-a-number-without-quotation-marks = a number without quotation marks
phrase-true-or-false = true or false
phrase-a-date-or-time = a date or time
phrase-a-date-without-quotation-marks-like-2026-01-31 = a date without quotation marks, like 2026-01-31
phrase-a-list = a list
phrase-a-list-of-tables = a list of tables
phrase-a-list-of-texts = a list of texts: ["…", "…"]
phrase-a-table = a table
phrase-a-six-digit-code = a six-digit code
phrase-three-whole-numbers-from-0-to-255-255-255-255 = three whole numbers from 0 to 255: [255, 255, 255]
phrase-chinese = Chinese
phrase-english = English

# Weekdays and months.
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
