# 命令行：文件、用法和程序自身的错误。
file-not-found = 没有 { $path } 这个文件。
    .remedy = 检查文件名和路径。
file-unreadable = 读不了 { $path }。
    .remedy = 检查路径和读权限。
file-unwritable = 写不了 { $path }。
    .remedy = 检查文件夹在不在、有没有写权限、磁盘满没满。
file-exists = { $path } 已经存在，没有覆盖。
    .remedy = 换一个名字，或者加上 --force 覆盖它。
file-is-input = { $path } 就是原图，不会覆盖它。
    .remedy = 给证件照换一个名字。
folder-without-pictures = 文件夹 { $path } 里没有图片。
    .remedy = 检查路径；子文件夹里的图片不算。

usage = 命令写得不对。
    .remedy = 加 --help 看用法。
usage-unknown-argument = 不认得参数 { $argument }。
    .remedy = 加 --help 看有哪些参数；以 - 开头的文件名写成 ./-名字。
usage-unknown-command = 不认得命令“{ $command }”。
    .remedy = 加 --help 看有哪些命令。
usage-missing = 缺少 { $argument }。
    .remedy = 补上它；加 --help 看用法。
usage-bad-value = { $argument } 不能是“{ $value }”。
    .remedy = 加 --help 看它可以是什么。
usage-conflict = { $argument } 和 { $other } 不能一起用。
    .remedy = 去掉其中一个。
usage-colour = “{ $value }”不是颜色。
    .remedy = 写 white、blue、dark-blue、red、grey（白、蓝、深蓝、红、灰），或六位十六进制数，例如 438EDB。
usage-out-not-a-folder = 有好几张图片，-o 要写文件夹。
    .remedy = 把 -o 写成文件夹，例如 -o 证件照/。
usage-out-ending = 输出文件的扩展名不对。
    .remedy = 写成 .{ $ending }，或者写一个文件夹。
usage-stdin-among-others = “-”（标准输入）只能单独用。
    .remedy = 分两次运行。
usage-stdout-taken = -o - 和 --json 都要用标准输出。
    .remedy = 把照片写到文件，或者去掉 --json。
usage-annotate-one-file = 好几张图片不能标注在同一个文件里。
    .remedy = 写成 --annotate beside，标注图就放在各张照片旁边。
usage-nothing-beside = 照片写到标准输出时，旁边没有地方放文件。
    .remedy = 把照片写到文件，或者去掉 --report；标注图可以写成 --annotate 文件.png。

sheet-photo-too-large = 照片比相纸还大，一张也排不下。
    .remedy = 用更大的相纸，例如 --paper a4。
sheet-count = 要排 { $asked } 张，这张相纸上可以排 1 到 { $room } 张。
    .remedy = 改 --count，或用更大的相纸。

unexpected = 程序在这张图片上出了错。
    .remedy = 这是程序的缺陷，请报告；先换一张照片试试。
