# Keys: where they come from, replacing them, and what can go wrong.
master-key-missing = The key is missing ({ $place }).
    .remedy = Put the copy of the key back there; nothing can be read without it. If [keys] in settings.toml names the wrong place, correct it.
master-key-exists = There is a key already ({ $place }); it was not replaced.
    .remedy = Just start the service.
master-key-open-to-others = Others can read the key ({ $place }).
    .remedy = Run chmod 600 on this file.
master-key-length = The key has the wrong length ({ $place }).
    .remedy = Put the copy of the key back; it has 64 hexadecimal digits.
master-key-not-hex = The key is not what it should be ({ $place }).
    .remedy = Put the copy of the key back; it has 64 hexadecimal digits.
master-key-unreachable = The key cannot be read or written ({ $place }).
    .remedy = Check the permissions of the file and of the folder it is in.
master-key-another = This key ({ $place }, id { $held }) is not the one of this data, which was sealed by { $sealed }.
    .remedy = Put this data's own key back, or name its place under [keys] in settings.toml; nothing was changed.
signing-key-another = This signing key ({ $place }) is not the one in use, whose public key begins with { $used }.
    .remedy = Put the signing key in use back, or name its place under [keys] in settings.toml. To change to this one, name it as next_signing and run huizhi key rotate signing.
signing-key-apart = The signing key in use, whose public key begins with { $used }, is not under the sealing key.
    .remedy = Name its place as signing under [keys] in settings.toml.
key-file-relative = The path of the key's file is not absolute ({ $place }).
    .remedy = Give the whole path under [keys] in settings.toml, from / on.
key-variable-missing = The environment variable with the key is not set ({ $place }).
    .remedy = Set it for the service and for the commands, or correct [keys] in settings.toml.
key-credentials-none = systemd gave no credentials: CREDENTIALS_DIRECTORY is not set ({ $place }).
    .remedy = Put LoadCredential= or LoadCredentialEncrypted= into the unit, and run commands with systemd-run -p LoadCredential=.
key-credential-name = The name of the credential is not a plain name ({ $place }).
    .remedy = Give it as in LoadCredential=, without a path.
key-credential-unreadable = The credential cannot be read ({ $place }).
    .remedy = Check LoadCredential= in the unit: the name has to be the same.
key-command-not-started = The command for the key cannot be started ({ $place }).
    .remedy = Check its path and permissions; under [keys] it is a list of words, and no shell reads it.
key-command-failed = The command for the key failed ({ $place }).
    .remedy = Run it by hand as the same user: it has to end with 0.
key-command-slow = The command for the key took longer than 30 seconds ({ $place }).
    .remedy = Run it by hand as the same user and see what it waits for; it gets no input.
key-malformed = What comes from there is not a key ({ $place }).
    .remedy = It has to be 64 hexadecimal digits and nothing else.
key-next-missing = Nothing says where the new key comes from; the old one is from { $place }.
    .remedy = Name the place as next_sealing or next_signing under [keys] in settings.toml, and run the command again.
key-not-new = The new key is the one in use, or an earlier one.
    .remedy = Make a new key. If it was replaced just now, settings.toml still names it as the next: move it to sealing or signing.
storage-key-replaced = The sealing key was replaced meanwhile; nothing was done.
    .remedy = Run the command again.
key-under-sealing = under the sealing key
key-where-sealing = sealing key   { $id }   { $place }
key-where-signing = signing key   { $id }   { $place }
key-rotate-sealing-asked = This replaces the sealing key: everything in the database is put under a new key, and the old one opens nothing of it any more. The service may run; interrupted, the same again goes on.
    Back-ups made before still need the old key: keep its copy apart from them, for as long as you keep them. Nobody is signed out, and receipts stay valid.
    Nothing was done yet. To do it: huizhi key rotate sealing --yes
key-rotate-all-asked = This replaces the sealing key and all that derives from it or from the root key: rows are sealed anew, the log goes on under a new key, and tickets end. The service has to be stopped.
    It is needed only where somebody may have both the old sealing key and the database. Nobody is signed out, and receipts stay valid; who opened an order by its number and phone does so once more.
    Nothing was done yet. To do it: huizhi key rotate sealing --all --yes
key-rotated-root = An older version began this data: seals and tickets derive from the sealing key that was replaced, which did not change them. If that key may have leaked, stop the service and run huizhi key rotate sealing --all --yes.
key-rotate-none = The sealing key is not being replaced.
key-rotate-going-on = The sealing key is being replaced: { $old } by { $new }; { $count } orders are left under the old one. Run huizhi key rotate sealing --yes again to finish.
key-rotated-sealing = The sealing key was replaced; the new one's id is { $id }. { $orders } orders are under it. Make a copy of the new key and a new back-up of the data now.
key-rotated-unopened = { $count } values did not open with the old key either, and were left as they are; huizhi doctor --all tells of photos that do not open.
key-rotate-signing-asked = This replaces the signing key: receipts are signed by a new one from now on. Receipts issued before stay genuine; their public key is kept and published with its last day. The service has to be stopped.
    Whoever checks receipts offline needs the new public keys afterwards, from /verify/keys.
    Nothing was done yet. To do it: huizhi key rotate signing --yes
key-rotated-signing = The signing key was replaced; the new public key begins with { $id }. Give whoever checks receipts offline the keys of /verify/keys.
key-rotated-settings = Now change settings.toml: under [keys], { $setting } becomes this source ({ $place }), and next_{ $setting } goes. Until then both are tried. The old key is needed for old back-ups only; then destroy it.
key-change-another = The sealing key is being replaced by the key { $id }, and { $place } gives another.
    .remedy = Put that key there, and run huizhi key rotate sealing --yes again. Where it is lost, the old key still opens everything: keep that, make a back-up with huizhi backup, and report this code.
