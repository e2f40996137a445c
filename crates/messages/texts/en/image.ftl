# Errors of reading and writing pictures. The key is the error's code; .remedy says what to do.
image-empty = The file is empty.
    .remedy = Export or send the picture again.
image-too-many-bytes = The file has { $size }, more than the limit of { $limit }.
    .remedy = Make the picture smaller on the phone or computer; an ID photo does not need so large a file.
image-too-many-pixels = The picture is { $width }×{ $height } pixels, more than the limit of { $limit } pixels.
    .remedy = Make the picture smaller; 12 megapixels from a phone are plenty.
image-side-too-long = The picture is { $width }×{ $height } pixels, with a side over { $limit } pixels.
    .remedy = Panoramas and long screenshots cannot be used; take an ordinary photo.
image-too-much-work = The file is built in so many layers that opening it takes far too long.
    .remedy = Open it in a picture viewer and save it as an ordinary JPEG.
image-animated = This is an animation or a burst, not one still photo.
    .remedy = Save one still photo from it, or take a new one.
image-format-not-read = This is { $format ->
        [gif] a GIF
        [camera-raw] a camera raw file
        [bmp] a BMP
        [avif] an AVIF
        [jpeg-xl] a JPEG XL
        [jpeg-2000] a JPEG 2000
        [psd] a Photoshop file
        [ico] an icon file
        [pdf] a PDF
        [markup] an SVG or a web page
        [video] a video
        [zip] an archive or an office document
        [heic] a HEIC, and this program was built without the part that reads it
        [base64] a picture written as base64 text
        [gzip] packed by gzip
        [multipart] the body of a form (multipart), not the picture itself
        [json] JSON text
       *[other] a file in a format
    }, which is not read here.
    .remedy = { $format ->
        [base64] Send the bytes of the picture file itself, not as base64.
        [gzip] Send the bytes of the picture file itself, not packed.
        [multipart] Send the bytes of the picture file itself as the request's body, not within a form.
        [json] Send the bytes of the picture file itself, not within JSON.
       *[other] Save the photo as JPEG (.jpg), PNG, WebP or HEIC.
    }
image-format-unknown = The file is in no known picture format.
    .remedy = Check that it is the right file; a photo is a JPEG, PNG, WebP, HEIC or TIFF.
image-variant-not-read = This { $format } file uses { $feature ->
        [high-dynamic-range] a high dynamic range
        [inks-apart] one scan for each ink
        [overlay] several pictures laid over each other
        [av1] AV1 coding
        [picture-item] an unusual kind of picture
        [many-tiles] very many tiles
        [tiles-of-pictures] tiles made of other pictures
        [many-turns] very many turns
        [stored-within] pictures stored within others
        [bt-2020] BT.2020 colours
        [rare-hevc] a rare form of HEVC
        [rare-heif] a rare form of HEIF
        [many-scans] very many scans
        [components] an unusual number of colour components
        [lossless] lossless coding
        [hierarchical] hierarchical coding
        [arithmetic] arithmetic coding
        [height-behind] a height given behind the picture
        [many-tables] very many tables
        [deep-samples] more than 8 bits a sample
        [floating-point] samples that are no whole numbers
        [palette] a palette
        [ycbcr] YCbCr colours
        [lab] CIE L*a*b* colours
        [sample-kind] samples of other than 8 or 16 bits
        [packing] another compression than LZW, Deflate or PackBits
        [large-parts] very large parts
       *[other] something unusual
    }, which is not read here.
    .remedy = Open it in a picture viewer and save it as an ordinary JPEG.
image-truncated = The { $format } file is incomplete: its end is missing.
    .remedy = It was probably not sent to the end; send it again, or export it from the phone again.
image-damaged = The { $format } file is damaged.
    .remedy = Send it again, or export it from the phone again; if that does not help, take a new photo.

encode-too-large = { $width }×{ $height } pixels are too many for a JPEG file.
    .remedy = Make it smaller: a JPEG has at most 65535 pixels a side.
encode-below-window = Even at the best quality the file has only { $best }, less than the required { $min }.
    .remedy = The picture is probably blurred; use a sharper one, taken in better light.
encode-above-window = Even at the lowest quality allowed the file has { $best }, more than the permitted { $max }.
    .remedy = The picture has too much detail: a fine pattern on clothes or a head-cloth as a rule, or noise. Wear plain clothes and take it again in good light. If that does not help, check the file size in the document's specification.
encode-bad-target = The file size or the quality in the specification contradicts itself.
    .remedy = Run huizhi catalogue validate to check the specification.
encode-alpha-size = The transparency and the picture differ in size.
    .remedy = This is a fault of the program; please report it.
encode-writer = The picture could not be written.
    .remedy = This is a fault of the program; please report it.
