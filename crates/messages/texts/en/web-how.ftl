# How to take the picture: steps, six pairs of drawings (crates/web/assets/drawings/<name>-do.svg and -dont.svg), the camera's frame.
# No words stand in the drawings: .do and .dont describe them (their alternative text too); .why says why.
how-title = How to take the picture
how-intro = Ask somebody to take it with the rear camera. A minute is enough.
how-do = Like this
how-dont = Not like this
how-front = From the front, bareheaded
    .do = Face straight to the camera, no hat
    .dont = Head turned to one side
    .why = Both sides of the face should show alike, with the nose towards the camera.
how-hair = Brows and ears show
    .do = Hair behind the ears, brows free
    .dont = Hair over brows and ears
    .why = An ID photo has to show both brows and the outline of both ears.
how-face = A calm expression
    .do = Eyes open, mouth closed
    .dont = Smiling with teeth, or eyes shut
    .why = As you look when you do not smile, with your eyes on the camera.
how-light = Even light
    .do = Facing a window, the face lit evenly
    .dont = Light from one side, half the face dark
    .why = Shadows hide the features and spoil the background.
how-bare = Nothing worn on head and face
    .do = No hat, no jewellery, no glare on glasses
    .dont = Hat and earrings
    .why = If you always wear glasses, keep them on, with clear lenses and no glare.
how-distance = An arm's length, at eye height
    .do = Lens at eye height, about an arm's length away
    .dont = From below and too near
    .why = Too near or too low, and the face looks out of shape.

how-steps-title = Before you start
how-step-wall = Half a metre or more from a white or other light wall; the background is replaced for you.
how-step-light = Face a window by day, no flash.
how-step-clothes = A dark everyday top with a collar; nothing white, no uniform.
how-step-phone = Beauty mode, filters and mirroring off.
how-step-frame = Everything from the chest up in the picture, with room above the head.

how-guide = Camera frame: an oval for the head, a level line for the eyes, a curve below for the shoulders
how-guide-head = Put your head in the oval, both eyes on the line.
how-guide-shoulders = Line your shoulders up with the curve.
how-guide-nearer = A little nearer
how-guide-further = A little further
how-guide-hold-still = Hold still
how-upload-original = Choose the original from your phone, not a screenshot.

how-empty-orders = No orders yet
    .hint = Receipts you apply for appear here. Those from another phone, or of which only the paper is left, can be found by a number and the phone or identity number.
how-empty-messages = No messages yet
    .hint = Write here if you have a question; the answer appears here too.
how-offline = No connection
    .hint = What you filled in is still here. Try again once you are online.
