# 证件和城市的查找，规格数据里的问题。
empty-query = 没有写名称。
    .remedy = 请写证件或城市的名称、代码或拼音。
unknown-document = 没有叫“{ $query }”的证件。
    .remedy = { $candidates ->
        [none] 运行 huizhi catalogue list documents 看有哪些证件。
       *[some] 是不是：{ $candidates }？全部证件：huizhi catalogue list documents
    }
ambiguous-document = “{ $query }”可能指好几种证件。
    .remedy = 请写明是哪一种：{ $candidates }
unknown-city = 没有叫“{ $query }”的城市。
    .remedy = { $candidates ->
        [none] 运行 huizhi catalogue list cities 看有哪些城市。
       *[some] 是不是：{ $candidates }？
    }
ambiguous-city = “{ $query }”可能指好几个城市。
    .remedy = 请写全名或代码：{ $candidates }
province-not-city = “{ $query }”是省份，办证要选城市。
    .remedy = 请写办证的城市，例如：{ $candidates }
no-city-there = “{ $query }”不签发目录里的证件。
    .remedy = 请写签发证件的城市。
county-not-city = “{ $query }”是区县，办证要选城市。
    .remedy = 请写它所属的城市：{ $candidates }
catalogue-unreadable = 读不了规格文件或文件夹 { $path }。
    .remedy = 检查路径和权限，再试。
catalogue-invalid = 规格数据里有 { $count } 处问题。
    .remedy = 按上面每一条的办法改好，再运行 huizhi catalogue validate。
city-needed = “{ $document }”由各城市办理，要写明城市。
    .remedy = 加上 -c 城市，例如 -c 深圳。
no-receipt-document = “{ $document }”没有照片回执。
    .remedy = 这种证件直接上传或交纸质照片；要做照片请用 photo make。

problem-syntax = 读不懂：{ $message }
    .remedy = 看看那一行是不是缺了引号、括号或等号。
problem-unknown-file = 没有谁会读叫这个名字的文件。
    .remedy = 证件的更正放在 documents/<id>.toml；不需要就拿走。
problem-encoding = 不是 UTF-8 文本。
    .remedy = 存成 UTF-8（在 Excel 里选“CSV UTF-8”）。
problem-unknown-key = 没有这个键。
    .remedy = { $nearest ->
        [none] 去掉这一行。
       *[some] 改成“{ $nearest }”，或者去掉这一行。
    }
problem-missing-key = 缺了这个必需的键。
    .remedy = 补上；写法见数据文件夹里的 README。
problem-wrong-type = 这里应为{ $expected }，现在是{ $found }。
    .remedy = 写成{ $expected }。
problem-not-allowed = “{ $found }”不在允许的词里。
    .remedy = 从这些里选：{ $allowed }。
problem-out-of-range = { $found } 超出了可能的范围。
    .remedy = 写 { $min } 到 { $max } 之间的数。
problem-empty-text = 文字是空的。
    .remedy = 写上文字，或者去掉这一行。
problem-missing-translation = 缺少一种语言（{ $language }）的文字。
    .remedy = 补上{ $language }的文字。
problem-id-not-file-name = id“{ $found }”和文件名不同。
    .remedy = 把 id 改成去掉扩展名的文件名，或者改文件名。
problem-file-name-not-id = 文件名“{ $found }”不能用作证件的标识。
    .remedy = 文件名只用小写字母 a 到 z、数字和连字符。
problem-duplicate-name = “{ $name }”和“{ $other }”重名。
    .remedy = 两个里去掉一个。
problem-unknown-place = 表里没有叫“{ $name }”的地方。
    .remedy = { $nearest ->
        [none] 照 cities.csv 或 provinces.csv 写全名，或写六位代码。
       *[some] 是不是 { $nearest }？也可以写六位代码。
    }
problem-unknown-reference = 本文件里没有叫“{ $name }”的条目。
    .remedy = { $known ->
        [none] 加上这个名字的条目。
       *[some] 从 { $known } 里选，或加上这个名字的条目。
    }
problem-bad-like = “{ $name }”不能照着用。
    .remedy = 写一个自己有数字的证件，不要写也照着别人的证件。
problem-sizes-disagree = { $axis }方向的 { $px } 像素和毫米对不上，毫米算出来是 { $from-mm } 像素。
    .remedy = 改像素、毫米或 dpi：像素 = 毫米 ÷ 25.4 × dpi。
problem-empty-window = 没有文件能在 { $min } 到 { $max } KB 之间。
    .remedy = 让 min-kb 小于 max-kb。
problem-no-limit = 既没有 min 也没有 max。
    .remedy = 写上 min、max 或两个都写。
problem-min-above-max = min { $min } 大于 max { $max }。
    .remedy = 两个对调或改正。
problem-target-outside = target { $target } 不在 { $min } 到 { $max } 之间。
    .remedy = 在 min 和 max 之间选一个 target。
problem-same-priority = 优先级 { $priority } 和 { $other } 的一样。
    .remedy = 每条规则用不同的数；1 最先满足。
problem-same-digit = 数字键 { $digit } 和 { $other } 的一样。
    .remedy = 换一个没有用的数字，或者给另一条写 key = "none" 把它的去掉。
problem-pass-outside-fail = 合格范围超出了不合格界限。
    .remedy = 让 fail-min、fail-max 落在 pass-min、pass-max 之外，或者不写它们。
problem-nobody-fits = 没有人能同时满足这些范围。
    .remedy = 把每个范围和来源核对；多半是单位或哪一位数字错了。
problem-outside-print = 电子照片不完全在冲印照片里面。
    .remedy = 改冲印尺寸，或改 image-left-mm、image-top-mm。
problem-where-and-scope = [where] 和 scope 不相配。
    .remedy = scope 是 city 或 national 时要有 [where]，是 abroad 时不能有。
