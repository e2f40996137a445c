# The command line: files, usage, and the program's own errors.
file-not-found = There is no file { $path }.
    .remedy = Check the name and the path.
file-unreadable = { $path } cannot be read.
    .remedy = Check the path and the permission to read it.
file-unwritable = { $path } cannot be written.
    .remedy = Check that the folder is there, that it may be written to, and that the disk is not full.
file-exists = { $path } exists and was left as it is.
    .remedy = Choose another name, or add --force to replace it.
file-is-input = { $path } is the picture itself, which is never replaced.
    .remedy = Choose another name for the photo.
folder-without-pictures = The folder { $path } holds no pictures.
    .remedy = Check the path; folders inside it are not looked into.

usage = The command is not understood.
    .remedy = Add --help to see how it is used.
usage-unknown-argument = There is no argument { $argument } here.
    .remedy = Add --help to see them all; write a file name that begins with - as ./-name.
usage-unknown-command = There is no command "{ $command }" here.
    .remedy = Add --help to see them all.
usage-missing = { $argument } is missing.
    .remedy = Add it; --help shows how.
usage-bad-value = { $argument } cannot be "{ $value }".
    .remedy = Add --help to see what it can be.
usage-conflict = { $argument } and { $other } exclude each other.
    .remedy = Take one of them out.
usage-colour = "{ $value }" is not a colour.
    .remedy = Write white, blue, dark-blue, red or grey, or six hexadecimal digits such as 438EDB.
usage-out-not-a-folder = There are several pictures, so -o must be a folder.
    .remedy = Name a folder, for instance -o photos/.
usage-out-ending = The output file has the wrong ending.
    .remedy = End it in .{ $ending }, or name a folder.
usage-stdin-among-others = "-" (standard input) can only be used alone.
    .remedy = Run the program twice.
usage-stdout-taken = -o - and --json both want the standard output.
    .remedy = Write the photo to a file, or take --json out.
usage-annotate-one-file = Several pictures cannot be annotated in one file.
    .remedy = Write --annotate beside, which puts a drawing beside each photo.
usage-nothing-beside = There is nowhere to put a file beside the standard output.
    .remedy = Write the photo to a file, or take --report out; a drawing can go to --annotate FILE.png.

sheet-photo-too-large = The photo is larger than the paper.
    .remedy = Use larger paper, for instance --paper a4.
sheet-count = { $asked } photos were asked for; this paper takes 1 to { $room }.
    .remedy = Change --count, or use larger paper.

unexpected = The program failed on this picture.
    .remedy = This is a fault of the program, please report it; try another picture meanwhile.
