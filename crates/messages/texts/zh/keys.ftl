# 密钥：从哪里来、怎样更换、会出什么错。
master-key-missing = 找不到密钥（{ $place }）。
    .remedy = 把密钥的副本放回那里；没有它，数据读不出来。如果是 settings.toml 的 [keys] 写错了地方，改正它。
master-key-exists = 密钥已经有了（{ $place }），没有覆盖。
    .remedy = 直接启动就可以。
master-key-open-to-others = 密钥别人也能读（{ $place }）。
    .remedy = 对这个文件运行 chmod 600。
master-key-length = 密钥的长度不对（{ $place }）。
    .remedy = 把密钥的副本放回去；它应该是 64 个十六进制字符。
master-key-not-hex = 密钥的内容不对（{ $place }）。
    .remedy = 把密钥的副本放回去；它应该是 64 个十六进制字符。
master-key-unreachable = 读写不了密钥（{ $place }）。
    .remedy = 检查这个文件和它所在文件夹的权限。
master-key-another = 这把密钥（{ $place }，编号 { $held }）不是这些数据的：它们是用 { $sealed } 加密的。
    .remedy = 把这些数据自己的密钥放回去，或者在 settings.toml 的 [keys] 写明它在哪里；什么都没有改动。
signing-key-another = 这把签名密钥（{ $place }）不是正在用的：正在用的公钥以 { $used } 开头。
    .remedy = 把正在用的签名密钥放回去，或者在 settings.toml 的 [keys] 写明它在哪里。要换成这一把，把它写成 next_signing，运行 huizhi key rotate signing。
signing-key-apart = 正在用的签名密钥（公钥以 { $used } 开头）不在主密钥下面。
    .remedy = 在 settings.toml 的 [keys] 用 signing 写明它在哪里。
key-file-relative = 密钥文件的路径不是绝对路径（{ $place }）。
    .remedy = 在 settings.toml 的 [keys] 写从 / 开始的完整路径。
key-variable-missing = 存密钥的环境变量没有设置（{ $place }）。
    .remedy = 给服务和命令都设好它，或者改正 settings.toml 的 [keys]。
key-credentials-none = systemd 没有给凭据：没有 CREDENTIALS_DIRECTORY（{ $place }）。
    .remedy = 在服务单元里写 LoadCredential= 或 LoadCredentialEncrypted=；命令用 systemd-run -p LoadCredential= 运行。
key-credential-name = 凭据的名字不是单纯的名字（{ $place }）。
    .remedy = 和 LoadCredential= 里写的一样，不带路径。
key-credential-unreadable = 读不了这个凭据（{ $place }）。
    .remedy = 检查服务单元里的 LoadCredential=，名字要一样。
key-command-not-started = 取密钥的命令启动不了（{ $place }）。
    .remedy = 检查它的路径和权限；[keys] 里写成一个个词的列表，不经过 shell。
key-command-failed = 取密钥的命令失败了（{ $place }）。
    .remedy = 用同一个用户手工运行一次，退出码要是 0。
key-command-slow = 取密钥的命令超过了 30 秒（{ $place }）。
    .remedy = 用同一个用户手工运行一次，看它在等什么；它得不到任何输入。
key-malformed = 从那里来的不是密钥（{ $place }）。
    .remedy = 应该是 64 个十六进制字符，没有别的。
key-next-missing = 没有写明新密钥从哪里来；旧的来自 { $place }。
    .remedy = 在 settings.toml 的 [keys] 写 next_sealing 或 next_signing，再运行这个命令。
key-not-new = 新密钥就是正在用的那把，或者是以前用过的。
    .remedy = 另造一把。如果刚刚换过，settings.toml 里还把它写成下一把：改写到 sealing 或 signing。
storage-key-replaced = 主密钥刚刚被换过，什么都没有做。
    .remedy = 再运行一次这个命令。
key-under-sealing = 在主密钥下面
key-where-sealing = 主密钥    { $id }   { $place }
key-where-signing = 签名密钥  { $id }   { $place }
key-rotate-sealing-asked = 这会更换主密钥：数据库里的一切改用新密钥加密，旧密钥再也打不开它们。服务可以开着；中断了再运行一次。
    以前的备份仍然要用旧密钥打开：备份留多久，旧密钥的副本就另外留多久。谁都不会退出登录，回执照样有效。
    现在什么都还没有做。要做，运行：huizhi key rotate sealing --yes
key-rotate-all-asked = 这会更换主密钥和由它或者根密钥得出的一切：各行重新封记，操作记录从新的密钥接下去，签出去的票据作废。服务要先停下。
    旧主密钥和数据库都可能在别人手里的时候，才需要这样。谁都不会退出登录，回执照样有效；凭订单号和手机号打开订单的，要再打开一次。
    现在什么都还没有做。要做，运行：huizhi key rotate sealing --all --yes
key-rotated-root = 这里的数据是旧版本开始的：封记和票据的密钥就是原来的主密钥，换主密钥没有换掉它。原来的主密钥可能泄露了，请停下服务，再运行 huizhi key rotate sealing --all --yes。
key-rotate-none = 没有正在更换的主密钥。
key-rotate-going-on = 正在更换主密钥：{ $old } 换成 { $new }，还有 { $count } 份订单在旧密钥下面。再运行 huizhi key rotate sealing --yes，会接着做完。
key-rotated-sealing = 主密钥已经更换，新密钥的编号是 { $id }，{ $orders } 份订单在它下面。现在就给新密钥留一个副本，并重新备份数据。
key-rotated-unopened = 有 { $count } 处用旧密钥也打不开，原样留着；照片打不开的，huizhi doctor --all 会列出来。
key-rotate-signing-asked = 这会更换签名密钥：以后的回执用新的签。以前的回执仍然是真的，它们的公钥连同最后一天保留并公布。服务要先停下。
    以后离线验证回执的人要用 /verify/keys 里的新公钥。
    现在什么都还没有做。要做，运行：huizhi key rotate signing --yes
key-rotated-signing = 签名密钥已经更换，新公钥以 { $id } 开头。把 /verify/keys 里的公钥交给离线验证回执的人。
key-rotated-settings = 现在改 settings.toml：[keys] 的 { $setting } 改成这个来源（{ $place }），去掉 next_{ $setting }。在那以前两处都会试。旧密钥只有打开旧备份才用得着，不用了就销毁。
key-change-another = 主密钥正在换成 { $id }，而{ $place }给出的是另一把。
    .remedy = 把那一把放回去，再运行 huizhi key rotate sealing --yes。那一把丢了的话，旧密钥仍然打得开一切：留好它，用 huizhi backup 做一份备份，再把这个代码告诉我们。
