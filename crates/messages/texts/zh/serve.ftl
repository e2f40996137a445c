# 服务：serve、staff、audit 命令说的话和出的错。
serve-listening = 已经开始服务：{ $address }（按 Ctrl+C 停止）
serve-first-operator = 第一次启动，建了一个管理员：
      登录名 { $name }
      一次性密码 { $password }
    请记下来，它只显示这一次；登录地址是 /desk/sign-in，登录后请马上改密码。
staff-password = { $name } 的一次性密码：{ $password }（只显示这一次，登录后请马上改）
audit-whole = 日志完整，共 { $count } 条。
data-folder = 建不了数据文件夹 { $path }。
    .remedy = 检查上一级文件夹的写权限和磁盘空间，或者用 --data 换一个地方。
data-served = 另一个 huizhi 正在用 { $path } 提供服务。
    .remedy = 请先停掉那一个，或者用 --data 换一个文件夹。
no-data = { $path } 里没有数据。
    .remedy = 用 --data 写对数据文件夹；还没有的话，先运行 huizhi serve。
nobody-called = 没有叫 { $name } 的人。
    .remedy = 用 huizhi staff list 看有哪些人。
staff-name-taken = 这个登录名已经有人用了。
    .remedy = 换一个登录名。
staff-name-unfit = 登录名不合适。
    .remedy = 用 1 到 40 个字，不要有空格。
cannot-listen = 不能在 { $address } 上提供服务。
    .remedy = 这个端口可能被占用了，或者没有权限；用 --listen 换一个。
settings-unreadable = 读不了设置文件 { $path }。
    .remedy = 检查读权限。
settings-malformed = 设置文件 { $path } 写得不对：{ $reason }
    .remedy = 按 docs/operating.md 改好，再启动。
settings-log-level = 没有叫 { $level } 的日志级别。
    .remedy = 把 settings.toml 里 [log] 的 level 改成 error、warn、info、debug 或 trace。
settings-channel = 邮件或网络通知的设置不对（{ $code }）。
    .remedy = 检查 settings.toml 里 [email] 和 [webhook] 的地址和密码。
log-broken = 日志在第 { $seq } 条断了：被改过，或者少了。
    .remedy = 不要再用这份数据；拿最近的备份核对，查明是谁动了数据库。
storage-newer = 这份数据是更新版本的程序写的。
    .remedy = 请用新版本的 huizhi 打开它。
data-fault = 数据库或者文件出了错（{ $code }）。
    .remedy = 检查磁盘空间和数据文件夹的权限；还不行请带着这个代码报告。
master-key-missing = 找不到主密钥 master.key。
    .remedy = 把备份的 master.key 放回数据文件夹；没有它，数据读不出来。
master-key-exists = 主密钥已经有了，没有覆盖。
    .remedy = 直接启动就可以。
master-key-open-to-others = 主密钥 master.key 别人也能读。
    .remedy = 运行 chmod 600 master.key。
master-key-length = 主密钥 master.key 的长度不对。
    .remedy = 把备份的 master.key 放回去；它应该是 64 个十六进制字符。
master-key-not-hex = 主密钥 master.key 的内容不对。
    .remedy = 把备份的 master.key 放回去；它应该是 64 个十六进制字符。
master-key-unreachable = 读写不了主密钥 master.key。
    .remedy = 检查数据文件夹的权限。
