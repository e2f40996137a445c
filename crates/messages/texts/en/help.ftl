# Texts of --help. One message a command, its arguments as attributes.
help-words = Headings of help pages
    .usage = Usage:{" "}
    .commands = Commands
    .arguments = Arguments
    .options = Options
    .general = General options
help = Turns pictures from a phone into the ID photos that documents ask for
    .lang = Speak Chinese (zh) or English (en); by default the system's language, else Chinese
    .catalogue = Folder of corrections laid over the built-in specifications; also the environment variable HUIZHI_CATALOGUE
    .verbose = Tell how many milliseconds each step took
    .help = Show this page
    .version = Show the version
    .after = Examples:
          huizhi photo make me.jpg -d sfz -c shenzhen -o photo.jpg
          huizhi catalogue where sfz jiujiang

        Exit codes: 0 all made; 1 a fault of the program; 2 the command is wrong; 3 some pictures gave no photo; 4 a specification is wrong, or document or city unknown; 5 a file cannot be read or written.
help-photo = Make ID photos and sheets to print
help-photo-make = Make ID photos of one or more pictures
    .pictures = Pictures, folders of pictures (not what is in folders inside them), or - (standard input)
    .document = Document by name, id or pinyin: passport, sfz, 身份证
    .city = Issuing city by name, code or pinyin: shenzhen, 440300, 深圳; needed for documents that cities issue
    .out = For one picture a file (.jpg, transparent .png), a folder or - (standard output); for several a folder
    .force = Replace files that exist; a picture given is never replaced
    .draft = Make the photo even if the picture lacks something; it must not be handed in
    .background = Another background: white, blue, dark-blue, red, grey or six hexadecimal digits; by default what the document asks for
    .transparent = Write a PNG with a transparent background
    .annotate = Also draw the measures over the photo at twice its size (PNG): a file, or beside for beside the photo; green is held, red gave
    .json = Give the result on standard output, one line of JSON a picture
    .report = Write the result beside each photo (.json)
    .max_pixels = Most pixels of a picture (width times height), by default 64000000
    .max_bytes = Most bytes of a file, by default 40000000
    .after = For several pictures the output folder also gets summary.csv (a table) and contact-sheet.html (pictures beside photos); a picture that fails does not stop the others, and equal names are numbered. A file appears only when it is whole; an interrupted run leaves no half photo.

        Exit codes: 0 all made; 1 a fault of the program; 2 the command is wrong; 3 some pictures gave no photo; 4 a specification is wrong, or document or city unknown; 5 a file cannot be read or written. Where several apply, the gravest: 1, 5, 2, 4, 3.
help-photo-check = Check one picture: what an inspector would say, why, and what to do
    .picture = A picture, or - (standard input)
    .document = Document by name, id or pinyin
    .city = Issuing city by name, code or pinyin; needed for documents that cities issue
    .annotate = Also draw a picture (PNG) with the places in question: red fails, orange is to look at
    .force = Replace a file that exists; the picture given is never replaced
    .json = Write JSON: verdict and findings, each with value, limits, reason and remedy
    .max_pixels = Most pixels of a picture (width times height), by default 64000000
    .max_bytes = Most bytes of a file, by default 40000000
    .after = Automatic checks advise where they are unsure; an inspector decides in the end.

        Exit codes: 0 in order or only something to look at; 3 not good enough; the others as huizhi photo make.
help-photo-sheet = Lay one ID photo out on photographic paper
    .picture = A finished ID photo, a picture, or - (standard input); a picture is cropped as the paper photo asks
    .document = Document by name, id or pinyin
    .city = Issuing city by name, code or pinyin
    .paper = Paper: 5inch (127×89 mm), 6inch (152×102 mm) or a4; by default 5inch
    .count = How many photos; by default as many as fit
    .out = A file (.jpg or .png), a folder or - (standard output)
    .force = Replace a file that exists; the picture given is never replaced
    .draft = Lay it out even if the picture lacks something; the photo must not be handed in
    .background = Another background, for pictures only; by default what the document asks for
    .max_pixels = Most pixels of a picture (width times height), by default 64000000
    .max_bytes = Most bytes of a file, by default 40000000
    .after = 300 dpi with cut marks at the corners; print at actual size, not fitted to the page.

        Exit codes as for huizhi photo make.
help-catalogue = Look up documents, cities and photo specifications
help-catalogue-list = List documents or cities
    .what = documents (the default) or cities
    .filter = Only those whose name, id, pinyin or province has it
    .json = Write JSON
help-catalogue-show = Show what a document asks of the photo, and by what authority
    .document = Document by name, id or pinyin
    .city = City; some have figures of their own
    .json = Write JSON
help-catalogue-where = Whether a city accepts a photo you took yourself
    .document = Document by name, id or pinyin
    .city = City by name, code or pinyin
    .json = Write JSON
    .after = Answers yes, no or unknown, with the reason and what to do; the exit code is 0 for each.
help-catalogue-validate = Check the specification files; tells all problems at once
    .folder = Folder of corrections; by default the specifications in use are checked
    .json = Write JSON
    .after = Exit codes: 0 no problems; 4 there are some.
help-receipt = Photo receipts: see their forms, check one
help-receipt-preview = See what a document's receipt looks like (always a sample)
    .document = Document by name, id or pinyin
    .city = Issuing city; needed for documents that cities issue
    .photo = Use this photo; without it a grey one
    .out = The file to write (.pdf or .png)
    .force = Replace a file that exists
help-receipt-verify = Check offline, with the public key, whether a receipt's code is genuine
    .code = What the two-dimensional code says, or its address
    .key = The public key (64 hexadecimal digits) or a file that holds it; the service gives it at /verify/key
    .json = Write JSON
    .after = Exit codes: 0 genuine; 2 the key is no key; 3 not genuine, or it does not read.
help-serve = Serve the pages: applying, reviewing, running it
    .listen = Address and port; by default this machine alone
    .data = The data folder; made if there is none
    .after = The first start shows the operator's one-time password. Settings stand in settings.toml in the data folder; see docs/operating.md.
help-staff = Who works here
help-staff-add = Add somebody and show their one-time password
    .name = What they sign in as
    .role = What they do: inspector, clerk, operator; several with commas
    .data = The data folder
help-staff-list = List who works here and what they do
    .data = The data folder
help-staff-reset = Give somebody a new one-time password and switch their second factor off
    .name = What they sign in as
    .data = The data folder
help-audit = The log of what was done
help-audit-verify = Check that the log was not changed
    .data = The data folder
    .after = Exit code: 0 whole; 1 changed or missing entries.
