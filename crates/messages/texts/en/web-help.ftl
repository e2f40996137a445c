# Help: the questions people ask. The key is help- and the slug in crates/web/help.toml; .answer-1 and on are the
# paragraphs, as many as `paragraphs` says there. Where places differ it says how to look it up and does not speak for a counter.
help-group-use = Can I use it
help-group-receipt = The receipt
help-group-order = Applying
help-group-picture = Taking the picture
help-group-people = For whom
help-group-data = Photo and data

# ── Can I use it ──
help-renew-id-card-with-electronic-photo = May I use an electronic photo to renew my ID card
    .answer-1 = It depends on the issuing city. Some places accept a photo you took yourself once it has passed the check, on the strength of a photo receipt; others take the photo at the counter and cannot use yours.
    .answer-2 = Open “Can I use an electronic photo” on the front page and choose document and city. You see the answer for that place, where it comes from, and how far that source can be trusted.
    .answer-3 = Where the answer is “no” or “not known”, the page says what to do instead, such as asking the police station where you are registered, or having the photo taken at the counter.
    .answer-4 = Practice changes. A call to the counter before you go is the safest way.
help-across-cities = Does a receipt work in another city or province
    .answer-1 = As a rule only in the city chosen when you applied. Electronic photos are accepted by document and issuing city, and other places often cannot find them.
    .answer-2 = Some documents are accepted throughout a province: ID card photo receipts in Guangdong, for one, are reported to work in every city there. Photos from other provinces do not work there.
    .answer-3 = So choose the city where you will really apply, which may not be where you live now. Document and city are printed on the receipt, and that is what counts.
    .answer-4 = If the city was wrong, apply again for the right one; you can upload the same picture from your phone again.
help-used-receipt = Can a receipt be used twice
    .answer-1 = It depends on the document. Some receipts serve once: the counter marks them as used, and a later look-up says so. Others can be used again while they are valid.
    .answer-2 = Your receipt's page says whether it serves once, whether it has been used, and when.
    .answer-3 = If the counter marked it as used though your application did not go through, tell them the same day: a member of staff with that right can undo it on that day.
    .answer-4 = Once it is used up, apply again for another document or another time.
help-official-site = Is this an official site
    .answer-1 = The software is open source, and anybody can run it on a server of their own. It is not in itself the site of any authority.
    .answer-2 = Who runs the site you are using, and how to reach them, stands on the “Service” page. See who it is before you hand in a photo and an ID number.
    .answer-3 = Until whoever runs it has entered an issuer, every receipt bears the words 样张 SAMPLE, and such a receipt is of no use for an application.
    .answer-4 = A real receipt names its issuer and carries a signed QR code with which anybody can check that nothing was altered. Whether a counter accepts it is for the counter to decide.

# ── The receipt ──
help-using-the-receipt = How do I use my receipt
    .answer-1 = Take it, and whatever else your application needs, to the counter in the city on the receipt. The clerk scans the barcode or types the number, checks your ID number or name, and has your photo.
    .answer-2 = A print works best, since scanners struggle with a shining screen. Without a printer, save the receipt's picture to your album and turn the screen up bright.
    .answer-3 = The number alone shows nobody your photo; it takes the ID number or the name as well. Even so, do not send your receipt to people it does not concern.
    .answer-4 = Where you apply online and have to upload a photo, download the electronic photo on the receipt's page. Do not take a screenshot, and do not crop or compress it.
help-how-long-valid = How long is a receipt valid
    .answer-1 = It differs by document and city; there is no one period for the whole country. Published ones run from 30 days to a year, and 60, 90 and 180 days and six months are common.
    .answer-2 = Yours is printed on the receipt and stands on the order. Before you apply, it is on the page where document and city are chosen.
    .answer-3 = The first day differs too; some count from the day after the picture was taken. The receipt gives the last day, already worked out, and that is what counts.
help-expired = My receipt has expired
    .answer-1 = An expired receipt cannot be extended, and the counter can no longer call up its photo. After its end the photo is deleted.
    .answer-2 = Choose “Apply again” on the old order: document and city are chosen then, and before the end your details come along too. After its end the order stays on this phone for 90 days.
    .answer-3 = A new picture is best. Most documents ask for one taken within six months, and an old one may be sent back.
help-find-receipt-number = How do I find my receipt number
    .answer-1 = On the phone you applied with, open “Orders” and the order. The number is on the receipt's page, where you can download the receipt again.
    .answer-2 = On another phone, or after clearing the browser, choose “Find an order” on the “Orders” page and enter the order or receipt number and the phone or identity number you applied with.
    .answer-3 = Forms have different names for it, such as image number, photo receipt number, receipt code or photo number (图像号、照片回执号、回执码、相片编号). As a rule they all mean this one.
    .answer-4 = Without the order number, ask the operator on the “Service” page. To protect your photo they first make sure that it is you, and may ask you to apply again.
help-using-sample = Why does my receipt say 样张 SAMPLE
    .answer-1 = Because whoever runs this site has not entered an issuer yet, perhaps because it is on trial.
    .answer-2 = A receipt marked SAMPLE only shows what one looks like. It is of no use for an application, and a counter should not accept it.
    .answer-3 = Ask on the “Service” page when real receipts will be issued.

# ── Applying ──
help-rejected = My photo was not approved
    .answer-1 = Open the order. It gives each reason with what to do, and where a reason concerns a place, it is drawn on the photo.
    .answer-2 = Put it right and choose “Submit again”. That is free, as often as needed.
    .answer-3 = If only the details were wrong, correct them; no new picture is needed.
    .answer-4 = If you think the photo was sent back wrongly, or an injury or illness keeps you from meeting a rule, write a message on the order and a person will look at it.
help-how-long-does-checking-take = How long does checking take
    .answer-1 = After the upload the program checks at once. Within seconds you see what is wrong, if anything, and can change the picture on the spot.
    .answer-2 = After you submit, an inspector looks at it. How long that takes depends on this site's staff and hours; the page where document and city are chosen gives the usual wait.
    .answer-3 = The order's page changes by itself. If you left a way to reach you and this site sends notices, you are told when there is a result.
help-cost = What does it cost
    .answer-1 = The price stands on the page where document and city are chosen, and whether it is paid when you hand in or only once the photo is approved. Where it says free, nothing is charged.
    .answer-2 = If something is to be paid, the page before you hand in says again how much, where, and when it is given back. If an order ends without an approved photo, all of it is given back.
    .answer-3 = Submitting again after a rejection is free.
    .answer-4 = If somebody asks you for money in the name of this site, first ask through the contact on the “Service” page. The fee for the document itself is the issuing counter's and has nothing to do with this site.
help-change-document-or-city = I want another document or city after submitting
    .answer-1 = Before you submit you can change at any time: choose “Change” on the page of document and city, and the photo is made again to the new specification.
    .answer-2 = After you submit it cannot be changed, since the inspector judges it for that document and city. Cancel the order and apply again with the right ones; you can upload the same picture from your phone again.
    .answer-3 = The same holds once there is a receipt: document and city are part of it and cannot be changed, so apply again.

# ── Taking the picture ──
help-good-picture = How do I take a good picture
    .answer-1 = By day, face a window, half a metre or more from the wall, and have somebody use the phone's rear camera. Lens at the height of your eyes, about an arm's length away, everything from the chest up in the picture, with room above the head and on both sides.
    .answer-2 = Face the camera, both eyes naturally open and looking into it, lips closed, no smile, shoulders level. Hair behind the ears, so that brows and ears show.
    .answer-3 = Take off hat, jewellery and headphones, and wear a dark everyday top with a collar. Switch off beauty mode, filters, mirroring and flash.
    .answer-4 = Alone, stand the phone up and use its timer. Upload the original, not a screenshot.
    .answer-5 = Take as many as you like: the check follows the upload at once, and you can change the picture as often as you want.
help-hair-and-ears = May hair cover the ears
    .answer-1 = Better not. An ID photo usually has to show the outline of both ears and both eyebrows, and hair should not lie over the shoulders.
    .answer-2 = Tuck it behind the ears or tie it at the back, and clip a fringe back. Use clips that cannot be seen from the front.
    .answer-3 = The program is sometimes wrong about ears, so as a rule it only advises and does not stop you over them; the inspector decides.
    .answer-4 = If an ear cannot be shown because of birth or injury, say so in a message on the order.
help-glasses = May I wear glasses
    .answer-1 = Take them off unless you always wear them. If you do, most documents let you keep them on.
    .answer-2 = Then they need clear lenses without glare and a thin rim that stays clear of the eyes. Sunglasses and tinted lenses are not accepted, nor are coloured contact lenses.
    .answer-3 = Against glare, tilt the glasses down a little, or turn your body slightly and your face back to the camera, away from lamps straight ahead.
    .answer-4 = Documents differ. If in doubt, take them off.
help-make-up-and-filters = May I use make-up, a beauty mode or filters
    .answer-1 = No beauty mode and no filters; switch them off in the camera. Skin, face shape, moles and scars have to stay as they are, and an altered picture is sent back.
    .answer-2 = Light make-up is usually fine as long as it does not hide how you look. Avoid heavy make-up and large false lashes.
    .answer-3 = Some places may object to dyed hair; with an unusual colour, ask the issuing office first.
    .answer-4 = This service crops and levels the picture and puts in the background asked for. It does not change your face.
help-background = Which background do I need
    .answer-1 = You need not prepare one. A white wall is best, and any light wall without pattern will do; the background is replaced with the colour the document asks for.
    .answer-2 = Half a metre or more from the wall there is hardly a shadow on it. Keep other people, chair backs and clutter out of the picture.
    .answer-3 = Hair and clothes should differ in colour from the wall, so that the edges come out clean.
    .answer-4 = Most documents have a white background, some light blue or light grey; the specification says so once document and city are chosen.
help-clothes = What should I wear
    .answer-1 = A dark everyday top with a collar is safest. The background is mostly white, and white or very light clothes run into it.
    .answer-2 = No uniform, high collar, straps or low neckline, and no red scarf, badge or shawl.
    .answer-3 = This service does not change your clothes in the photo, so dress before you take it.

# ── For whom ──
help-children-and-babies = How do I photograph children and babies
    .answer-1 = The rules are those for adults: from the front, alone, nothing over the face. No toys, chair backs or hands holding the child in the picture.
    .answer-2 = Lay a baby on a plain light sheet and take the picture from straight above, the phone level with the face, without your shadow on it.
    .answer-3 = Call the child's name softly beside the lens, take several and choose. Some counters accept a baby's eyes not fully open; the inspector will look at it.
    .answer-4 = Under 14, a parent or other guardian has to consent and is named in the application.
help-apply-for-someone-else = Can I apply for somebody else
    .answer-1 = You can help. Name and ID number are those of the person in the picture; the phone number is the one that receives notices and finds the order later.
    .answer-2 = Handling a picture of a face takes that person's separate consent. Let them read the notice and tick it themselves; do not decide for an adult.
    .answer-3 = For a child under 14, a parent or other guardian consents.
    .answer-4 = Whether somebody else may go to the counter for them is the counter's rule; ask first.
help-foreigners = Can foreigners and people without a Chinese ID card use it
    .answer-1 = Yes. Among the details, change the kind of identity document to the one you hold, such as a passport, and write the name as it stands there.
    .answer-2 = For a passport or visa of another country, that country's office decides about the photo, and no Chinese city plays a part. What you see here is the published specification; read the office's own rules too.
    .answer-3 = The pages can be switched to English and back.
    .answer-4 = If no kind of document fits, write a message on the “Service” page.

# ── Photo and data ──
help-my-photo-and-data = What happens to my photo and my data
    .answer-1 = The photo is checked and made on this site's own server; the software sends it to no other company; where WeChat checks photos, it says so before you hand one in. Photos are stored encrypted, each with its own key; ID numbers are encrypted too and shown only in part.
    .answer-2 = The picture you uploaded is deleted once a decision is made, after 30 days at most. The finished photo and the receipt are kept until the receipt ends, then deleted.
    .answer-3 = Who can see it: the inspectors, and the counter you apply at, with the receipt number and the ID number or name. Each time a member of staff looks at a photo, the log notes it.
    .answer-4 = The photo serves the check and the document you chose, nothing else. The software takes no face template from it and compares it with nobody's face.
    .answer-5 = What is kept how long, and why, is in the table on the page “How long we keep it”.
help-erase-my-data = How do I erase my photo and data
    .answer-1 = Open the order, choose “Erase my data” and confirm. Photos, details and messages are deleted together with the keys they were encrypted with; this site cannot bring them back.
    .answer-2 = The receipt then no longer works, and a counter cannot call up the photo. If you still need it, wait until your document is done.
    .answer-3 = The log keeps only that an order was erased and when: no name, ID number or photo.
    .answer-4 = A photo already handed to a counter is in the counter's system; ask there to have it deleted.
    .answer-5 = You need do nothing, too: at the end of each period the service erases by itself.
