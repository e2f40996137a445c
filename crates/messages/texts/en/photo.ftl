# From a picture to an ID photo: why there is none, and what a picture lacks.
no-face = There is no face in the picture.
    .remedy = Use a picture taken from the front, in even light, with nothing in front of the face.
no-outline = There is a face, but the person cannot be told from the background.
    .remedy = Take it again in front of a plain wall whose colour differs from clothes and hair, half a metre or more away from it.
network-load = A built-in model cannot be loaded.
    .remedy = Install the program again; if that does not help, please report it.
network-run = A built-in model gave no result.
    .remedy = Try again; if that does not help, please report it.
network-input-length = A built-in model was given unsuitable data.
    .remedy = This is a fault of the program; please report it.
network-output = A built-in model gave a result that makes no sense.
    .remedy = Try again; if that does not help, please report it.

too-few-pixels = The head is too small: the face is { $face } pixels wide and { $needed } are needed.
    .remedy = Take it from nearer, or use the original: no screenshot, thumbnail or copy compressed by a messenger.
head-cut = The top of the head is cut off by the picture's upper edge.
    .remedy = Take it again with at least half a head of room above the hair.
ends-too-early = The picture ends too early: the lowest { $missing } pixels of the photo are missing.
    .remedy = Take it again with everything from the chest up in the picture.
shoulder-cut = The shoulder at the { $side ->
        [left] left
       *[right] right
    } is cut off by the picture's edge: { $missing } pixels of the photo are missing.
    .remedy = Take it again with both shoulders in the picture and some room beside them.
