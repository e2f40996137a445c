# The service: what serve, staff and audit say, and what can go wrong.
serve-listening = Serving at { $address } (Ctrl+C stops)
serve-first-operator = First start; an operator was made:
      name               { $name }
      one-time password  { $password }
    Write it down, it is shown this once. Sign in at /desk/sign-in and change the password at once.
staff-password = One-time password of { $name }: { $password } (shown this once; to be changed at sign-in)
audit-whole = The log is whole: { $count } entries.
data-folder = The data folder { $path } cannot be made.
    .remedy = Check the permissions of the folder above it and the disk's space, or name another with --data.
data-served = Another huizhi serves { $path } already.
    .remedy = Stop that one first, or name another folder with --data.
no-data = There is no data in { $path }.
    .remedy = Name the data folder with --data; if there is none yet, run huizhi serve first.
nobody-called = Nobody here is called { $name }.
    .remedy = huizhi staff list shows who there is.
staff-name-taken = Somebody has this name already.
    .remedy = Choose another name.
staff-name-unfit = This name does not do.
    .remedy = Use 1 to 40 characters without spaces.
cannot-listen = Cannot serve at { $address }.
    .remedy = The port may be taken, or not allowed; choose another with --listen.
settings-unreadable = The settings { $path } cannot be read.
    .remedy = Check the permissions.
settings-malformed = The settings { $path } are not well formed: { $reason }
    .remedy = Correct them by docs/operating.md and start again.
settings-log-level = There is no log level called { $level }.
    .remedy = Set level under [log] in settings.toml to error, warn, info, debug or trace.
settings-channel = The settings for e-mail or the web hook do not hold ({ $code }).
    .remedy = Check addresses and passwords under [email] and [webhook] in settings.toml.
log-broken = The log is broken at entry { $seq }: it was changed, or one is missing.
    .remedy = Stop using this data, compare it with the last backup, and find out who changed the database.
storage-newer = A newer version of the program wrote this data.
    .remedy = Open it with the newer huizhi.
data-fault = The database or the files failed ({ $code }).
    .remedy = Check the disk's space and the data folder's permissions; if that does not help, report this code.
master-key-missing = The master key, master.key, is missing.
    .remedy = Put the copy of master.key back into the data folder; nothing can be read without it.
master-key-exists = There is a master key already; it was not replaced.
    .remedy = Just start the service.
master-key-open-to-others = Others can read the master key, master.key.
    .remedy = Run chmod 600 master.key.
master-key-length = The master key, master.key, has the wrong length.
    .remedy = Put the copy of master.key back; it has 64 hexadecimal digits.
master-key-not-hex = The master key, master.key, is not what it should be.
    .remedy = Put the copy of master.key back; it has 64 hexadecimal digits.
master-key-unreachable = The master key, master.key, cannot be read or written.
    .remedy = Check the data folder's permissions.
