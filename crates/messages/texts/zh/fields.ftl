# 填写的内容不能接受：为什么，怎么改。

# 姓名。
field-name-empty = 请填写姓名。
    .remedy = 填写证件上的姓名，例如“张三”。
field-name-long = 姓名超过了 40 个字。
    .remedy = 只填写证件上的姓名，不要加称呼或说明。
field-name-digit = 姓名里有数字。
    .remedy = 请去掉数字，只保留证件上的姓名。
field-name-symbol = 姓名里有不能用的符号或表情。
    .remedy = 可以用汉字、拉丁字母、空格和间隔号“·”，请去掉其他符号。
field-name-control = 姓名里夹带了看不见的控制字符。
    .remedy = 这常常是从别处粘贴带来的，请清空后重新输入。
field-name-private = 姓名里有一个只有部分设备才能显示的自造字。
    .remedy = 请换一种输入法，或从字典网页复制这个字的标准写法；仍不行请联系客服。
field-name-script = 姓名里有不支持的文字。
    .remedy = 请按证件上的中文（维吾尔文、藏文）姓名填写，或按护照上的拉丁字母姓名填写。

# 证件号码。
field-id-empty = 请填写证件号码。
    .remedy = 号码印在证件上，请照着填写。
field-id-character = 证件号码里有不能用的字符。
    .remedy = 应当是 18 位，前 17 位是数字，最后一位是数字或 X。
field-id-length = 证件号码不是 18 位。
    .remedy = 请数一数，看是多了还是少了几位。
field-id-old = 这是 15 位的旧号码。
    .remedy = 请填写现在身份证上的 18 位号码。
field-id-region = 证件号码的前六位不是一个地区。
    .remedy = 请照着证件核对前六位。
field-id-region-unconfirmed = 证件号码的前六位不在我们的地区表里，请确认。
    .remedy = 请核对前六位；确实和证件上一样的，请勾选确认，再提交一次。
field-id-date = 证件号码里的出生日期不对。
    .remedy = 第 7 到 14 位是出生年月日，请核对。
field-id-check-digit = 证件号码里有一位写错了，或者两位写反了。
    .remedy = 请照着证件从头核对每一位。
field-id-is-residence-permit = 这是港澳台居民居住证的号码。
    .remedy = 请把证件类型改成“港澳台居民居住证”。
field-id-is-foreign = 这是外国人永久居留身份证的号码。
    .remedy = 请把证件类型改成“外国人永久居留身份证”。
field-id-permit-prefix = 居住证号码应当以 810000、820000 或 830000 开头。
    .remedy = 请核对前六位；如果证件是居民身份证，请改选证件类型。
field-passport-character = 护照号码里有字母和数字以外的字符，或者没有数字。
    .remedy = 请照着护照资料页右上角的号码填写。
field-passport-length = 护照号码应当有 5 到 20 位。
    .remedy = 请照着护照资料页核对。
field-foreign-id-shape = 这不像外国人永久居留身份证的号码。
    .remedy = 新证是 9 开头的 18 位，旧证是 3 个字母加 12 位数字，请核对。
field-home-return-shape = 这不像来往内地通行证的号码。
    .remedy = 号码是 H 或 M 加 8 位数字，请核对。
field-taiwan-permit-shape = 这不像来往大陆通行证的号码。
    .remedy = 号码是 8 位数字，请核对。

# 出生日期。
field-birth-empty = 请填写出生日期。
    .remedy = 这种证件的号码里没有出生日期，需要单独填写。
field-birth-date = 没有这一天，或者看不懂这个日期。
    .remedy = 请按年、月、日填写，例如 1990-01-31。
field-birth-range = 出生日期在今天以后，或者早于 1900 年。
    .remedy = 请核对年份。
field-birth-differs = 出生日期和证件号码里的不一样。
    .remedy = 请核对两处，改正写错的一处。

# 手机号。
field-phone-empty = 请填写手机号。
    .remedy = 在别的手机上查订单要用它。
field-phone-character = 手机号里有不能用的字符。
    .remedy = 只能填数字；境外号码在最前面加“+”和国家或地区代码。
field-phone-length = 手机号的位数不对。
    .remedy = 内地手机号是 11 位；境外号码要以“+”开头，共 6 到 15 位数字。
field-phone-prefix = 内地手机号应当以 13 到 19 开头。
    .remedy = 请核对前几位；境外号码请在最前面加“+”和代码。
field-phone-landline = 这是固定电话。
    .remedy = 请填写手机号。
field-phone-country = 国家或地区代码不会以 0 开头。
    .remedy = 请核对“+”后面的代码，例如香港是 +852。

# 邮箱和证件另外要填的项目。
field-email-shape = 这不像邮箱地址。
    .remedy = 请核对，例如 name@example.com；不想收邮件就留空。
field-further-empty = 这一项要填。
    .remedy = 这种证件要用到它。
field-further-long = 这一项太长了。
    .remedy = 请写短一些。
field-further-latin = 这一项里有不能用的字符。
    .remedy = 只能用字母、数字、空格和连字符。
field-further-control = 这一项里有看不见的控制字符。
    .remedy = 请删掉重新输入，不要粘贴。
field-further-unknown = 这种证件不要这一项。
    .remedy = 请去掉它；要填的项目在证件的说明里。

# 订单号和回执号。
field-code-length = 号码应当有 { $expected } 位，现在是 { $found } 位。
    .remedy = 请照着订单或回执核对，中间的横线可以不写。
field-code-character = 号码第 { $position } 位的字符不会出现在号码里。
    .remedy = 号码里没有字母 I、L、O 和数字 0、1，请再看一眼这一位。
field-code-check = 号码里有一位写错了，或者两位写反了。
    .remedy = 请照着订单或回执从头核对每一位。

# 同意。
field-consent-face-data = 还没有同意处理人脸信息。
    .remedy = 办理照片需要用到人脸信息；请阅读说明后单独勾选，不同意则无法办理。
field-consent-guardian = 申请人未满十四周岁，还需要监护人同意。
    .remedy = 请父母或其他监护人阅读说明后勾选。
field-consent-outdated = 说明在您同意之后有改动。
    .remedy = 请阅读新的说明，再次确认。
field-consent-future = 同意的时间不对。
    .remedy = 请重新勾选一次。

# 工作人员登录。
field-password-short = 密码不足 10 个字符。
    .remedy = 请加长；几个不相干的词连起来就很好。
field-password-long = 密码太长了。
    .remedy = 请不要超过 256 个字节，大约 80 个汉字或 250 个字母。
field-password-name = 密码和登录名几乎一样。
    .remedy = 请用和登录名无关的密码。
field-password-common = 这个密码太常见，会最先被猜到。
    .remedy = 请换一个；几个不相干的词连起来就很好。
field-totp-shape = 动态码应当是 6 位数字。
    .remedy = 请填写验证器应用现在显示的 6 位数字。
field-totp-wrong = 动态码不对，或者已经过期。
    .remedy = 请等验证器显示新的动态码再填；仍不对，请检查手机的时间。
field-totp-replayed = 这个动态码已经用过。
    .remedy = 请等验证器显示新的动态码，最多 30 秒。
field-sign-in-locked = 密码输错次数太多，暂时不能登录。
    .remedy = 请在 { $until } 以后再试，或请管理员重设密码。
field-session-idle = 超过 30 分钟没有操作，已经退出。
    .remedy = 请重新登录，没有保存的决定需要重做。
field-session-ended = 登录已满 12 小时，已经退出。
    .remedy = 请重新登录。
