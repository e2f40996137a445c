# Finding documents and cities, and problems of the specification files.
empty-query = No name was given.
    .remedy = Give the name, code or pinyin of a document or a city.
unknown-document = No document is called "{ $query }".
    .remedy = { $candidates ->
        [none] Run huizhi catalogue list documents to see them all.
       *[some] Perhaps: { $candidates }? To see them all: huizhi catalogue list documents
    }
ambiguous-document = "{ $query }" may mean several documents.
    .remedy = Say which: { $candidates }
unknown-city = No city is called "{ $query }".
    .remedy = { $candidates ->
        [none] Run huizhi catalogue list cities to see them all.
       *[some] Perhaps: { $candidates }?
    }
ambiguous-city = "{ $query }" may mean several cities.
    .remedy = Give the full name or the code: { $candidates }
province-not-city = "{ $query }" is a province; documents are issued by a city.
    .remedy = Choose the city, for instance: { $candidates }
no-city-there = No document of the catalogue is issued in "{ $query }".
    .remedy = Name the city that issues the document.
county-not-city = "{ $query }" is a county or district; documents are issued by a city.
    .remedy = Name its city: { $candidates }
catalogue-unreadable = The specification file or folder { $path } cannot be read.
    .remedy = Check the path and the permissions.
catalogue-invalid = The specification files have { $count } problem(s).
    .remedy = Do what each line above says, then run huizhi catalogue validate.
city-needed = "{ $document }" is issued by cities; one must be named.
    .remedy = Add -c CITY, for instance -c shenzhen.
no-receipt-document = There is no photo receipt for "{ $document }".
    .remedy = This photo is uploaded or handed in on paper; make it with photo make.

problem-syntax = It cannot be read: { $message }
    .remedy = Look for a missing quotation mark, bracket or equals sign in that line.
problem-unknown-file = Nothing reads a file of this name.
    .remedy = Corrections to a document go to documents/<id>.toml; otherwise take it away.
problem-encoding = It is not UTF-8 text.
    .remedy = Save it as UTF-8 (in Excel: CSV UTF-8).
problem-unknown-key = There is no such key.
    .remedy = { $nearest ->
        [none] Take the line out.
       *[some] Write "{ $nearest }", or take the line out.
    }
problem-missing-key = This key is missing and must be there.
    .remedy = Add it; the README beside the data shows how.
problem-wrong-type = It should be { $expected } and is { $found }.
    .remedy = Write { $expected }.
problem-not-allowed = "{ $found }" is not one of the words allowed.
    .remedy = Write one of: { $allowed }.
problem-out-of-range = { $found } is outside what is possible.
    .remedy = Write a number from { $min } to { $max }.
problem-empty-text = The text is empty.
    .remedy = Write the text, or take the line out.
problem-missing-translation = The text is missing in one language ({ $language }).
    .remedy = Add the { $language } text.
problem-id-not-file-name = The id "{ $found }" is not the file's name.
    .remedy = Give the id the file's name without its ending, or rename the file.
problem-file-name-not-id = The file name "{ $found }" cannot be a document's identifier.
    .remedy = Name the file in small letters a to z, digits and hyphens.
problem-duplicate-name = "{ $name }" is also a name of "{ $other }".
    .remedy = Take one of the two out.
problem-unknown-place = No place in the tables is called "{ $name }".
    .remedy = { $nearest ->
        [none] Use the full name as in cities.csv or provinces.csv, or the six-digit code.
       *[some] Perhaps { $nearest }; the six-digit code works too.
    }
problem-unknown-reference = This file has no entry called "{ $name }".
    .remedy = { $known ->
        [none] Add an entry of that name.
       *[some] Use one of { $known }, or add an entry of that name.
    }
problem-bad-like = "{ $name }" cannot be followed.
    .remedy = Name a document that has its own figures, not one that follows another.
problem-sizes-disagree = The { $axis } of { $px } px disagrees with the millimetres, which make { $from-mm } px.
    .remedy = Correct pixels, millimetres or dpi: px = mm / 25.4 × dpi.
problem-empty-window = No file is between { $min } and { $max } KB.
    .remedy = Make min-kb smaller than max-kb.
problem-no-limit = It has neither min nor max.
    .remedy = Add min, max or both.
problem-min-above-max = min { $min } is above max { $max }.
    .remedy = Swap or correct the two.
problem-target-outside = target { $target } is not between { $min } and { $max }.
    .remedy = Choose a target between min and max.
problem-same-priority = Priority { $priority } is also that of { $other }.
    .remedy = Give each rule its own number; 1 is held first.
problem-same-digit = Digit { $digit } is also that of { $other }.
    .remedy = Choose a free digit, or take the other's away with key = "none".
problem-pass-outside-fail = What passes reaches beyond what fails.
    .remedy = Set fail-min and fail-max outside pass-min and pass-max, or leave them away.
problem-nobody-fits = Nobody can satisfy these ranges together.
    .remedy = Check each range against its source; a unit or a digit is likely wrong.
problem-outside-print = The digital photo does not lie inside the print.
    .remedy = Correct the print's size, or image-left-mm and image-top-mm.
problem-where-and-scope = [where] does not go with the scope.
    .remedy = Scopes city and national need [where]; abroad must not have it.
