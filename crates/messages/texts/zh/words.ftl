# 一行话和词语。
line-error = 错误[{ $code }]：{ $message }
line-remedy = 办法：{ $remedy }
line-timings = 用时（毫秒）：{ $steps }；共 { $total }

note-acceptance = 注意：{ $reason }
note-bystanders = 注意：图片里还有另外 { $count } 张脸；用的是最主要的一张。
note-gave = 注意：{ $measure }是 { $value } 像素，要求 { $range }；几条规则不能同时满足，这一条让了步。
note-draft = 草稿[{ $code }]：{ $message }这张照片不能交。
note-print-differs = 注意：这种证件的冲印照片和电子照片裁法不同；现在排的是电子照片的裁法。要冲印的裁法，请给原图。

note-finding = 检测：{ $finding }

check-title = { $title } 照片检测：{ $verdict ->
        [fail] 不合格
        [advise] 基本合格，有几处请再看看
       *[pass] 合格
    }（{ $failed } 项不合格，{ $advised } 项提醒，{ $passed } 项合格）
check-fail = ✗ { $headline }
check-advise = ! { $headline }
check-pass = ✓ { $headline }
check-not-measured = ? { $headline }：没有测（{ $why }）
check-measured = 测得 { $value }，要求 { $limit }
check-measured-advise = 测得 { $value }，最好 { $limit }
check-reason = {"  "}原因：{ $text }
check-figures = {"  "}数值：{ $text }
check-remedy = {"  "}办法：{ $text }
check-passed = 合格：{ $names }
check-unmeasured = 这张图片上测不了，由审核员看：{ $names }
list-comma = 、
not-measured-too-small = 脸太小
not-measured-turned-away = 头转得太多
not-measured-hidden = 被挡住了
not-measured-out-of-picture = 不在画面里
not-measured-no-file = 还没有文件
not-measured-eyes-closed = 眼睛闭着
not-measured-no-camera-data = 文件里没有相机信息
not-measured-no-measure = 程序测不准
unit-percent = %
unit-degrees = °
unit-px = {" "}像素
unit-levels = {" "}级
unit-kb = {" "}KB
unit-dpi = {" "}dpi

done-jpeg = 做好了：{ $path }（{ $size }，品质 { $quality }）
done-png = 做好了：{ $path }（{ $size }，透明背景）
done-sheet = 排好了：{ $path }（{ $sizes }，{ $size }）；打印时选“实际大小”。
sheet-size = { $count } 张 { $width }×{ $height } 毫米
done-batch = { $all } 张图片做成了 { $made } 张，其中 { $usable } 张可以用；清单 { $table }，对照页 { $page }

contact-sheet-counts = { $all } 张图片，{ $usable } 张可以用
contact-sheet-figures = 数值
contact-sheet-before = 原图
contact-sheet-after = 证件照

measure-face-width = 脸宽（两耳根之间）
measure-head-width = 头宽（含耳）
measure-head-height = 头高（头顶到下巴）
measure-crown-margin = 头顶到上边
measure-eyes-from-bottom = 眼睛到下边
measure-eyes-from-top = 眼睛到上边
measure-eye-mid-x = 两眼中点到左边
measure-face-centre = 脸部偏离中线
measure-inter-eye = 两眼间距
measure-chin-to-bottom = 下巴到下边

show-standard = 标准：{ $standard }
show-size = 尺寸：{ $px } 像素，{ $mm } 毫米，{ $dpi } dpi { $source }
show-background = 背景：{ $colour } { $source }
show-background-choice = 也可以选：{ $name } { $colour }
show-file = 文件：JPEG，{ $window } KB{ $quality ->
        [none] {""}
       *[some] ，品质不低于 { $quality }
    } { $source }
show-rules = 构图（先满足前面的）：
show-rule = {"  "}{ $priority }. { $measure }：{ $px } 像素（{ $mm } 毫米），取 { $target } { $source }
show-print = 冲印照片：{ $mm } 毫米 { $source }
show-sources = 依据（A 最可靠，D 最弱）：
show-version = 规格版本 { $version }，自 { $effective } 起

where-answer = { $document } · { $city }：{ $answer ->
        [yes] 可以用自己拍的电子照片
        [no] 不能用自己拍的电子照片
        [not-applicable] 由国外机构决定，与国内城市无关
       *[unknown] 不清楚能不能用自己拍的电子照片
    }
where-source = 依据：{ $cite }（{ $confidence }）

validate-ok = 没有问题：{ $documents } 种证件，{ $cities } 个城市，版本 { $version }

phrase-width = 宽
phrase-height = 高
phrase-a-text = 文字
phrase-a-text-in-quotation-marks = 引号里的文字
phrase-a-whole-number = 整数
phrase-a-number = 数
phrase-a-number-without-quotation-marks = 不带引号的数
phrase-true-or-false = true 或 false
phrase-a-date-or-time = 日期或时间
phrase-a-date-without-quotation-marks-like-2026-01-31 = 不带引号的日期，如 2026-01-31
phrase-a-list = 列表
phrase-a-list-of-tables = 表的列表
phrase-a-list-of-texts = 文字的列表：["…", "…"]
phrase-a-table = 表
phrase-a-six-digit-code = 六位代码
phrase-three-whole-numbers-from-0-to-255-255-255-255 = 三个 0 到 255 的整数：[255, 255, 255]
phrase-chinese = 中文
phrase-english = 英文

# 星期和月份。
weekday-1 = 周一
weekday-2 = 周二
weekday-3 = 周三
weekday-4 = 周四
weekday-5 = 周五
weekday-6 = 周六
weekday-7 = 周日
month-1 = 1 月
month-2 = 2 月
month-3 = 3 月
month-4 = 4 月
month-5 = 5 月
month-6 = 6 月
month-7 = 7 月
month-8 = 8 月
month-9 = 9 月
month-10 = 10 月
month-11 = 11 月
month-12 = 12 月
