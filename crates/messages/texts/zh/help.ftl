# --help 的文字。一条命令一条，参数是它的属性。
help-words = 帮助页的标题
    .usage = 用法：
    .commands = 命令
    .arguments = 参数
    .options = 选项
    .general = 通用选项
help = 把手机照片做成各种证件要求的证件照
    .lang = 用中文（zh）还是英文（en）；不写就看系统语言，默认中文
    .catalogue = 规格更正文件夹，叠加在内置规格之上；也可以用环境变量 HUIZHI_CATALOGUE
    .verbose = 说出每一步用了多少毫秒
    .help = 显示这页帮助
    .version = 显示版本
    .after = 例子：
          huizhi photo make 我.jpg -d 身份证 -c 深圳 -o 证件照.jpg
          huizhi catalogue where 身份证 九江

        退出码：0 全部做好；1 程序出错；2 命令写错；3 有的图片做不成照片；4 规格有问题或查无此证件、城市；5 文件读不了或写不了。
help-photo = 做证件照、排版冲印
help-photo-make = 把一张或多张图片做成证件照
    .pictures = 图片、图片文件夹（不进子文件夹），或 -（标准输入）；可写多个
    .document = 证件：名称、编号或拼音，如 身份证、sfz、passport
    .city = 办证城市：名称、代码或拼音，如 深圳、440300、shenzhen；由城市办理的证件必须写
    .out = 一张图片时写文件（.jpg，透明时 .png）、文件夹或 -（标准输出）；多张时写文件夹
    .force = 覆盖已有的文件；原图永远不会被覆盖
    .draft = 图片有欠缺时也出照片，但它不能交
    .background = 换背景色：white、blue、dark-blue、red、grey 或六位十六进制数；不写就按证件要求
    .transparent = 输出透明背景的 PNG
    .annotate = 另画一张两倍大的标注图（PNG）：写文件名，或 beside 放在照片旁边；绿色合格，红色让步
    .json = 在标准输出给出结果，每张图片一行 JSON
    .report = 在每张照片旁边写一份结果（.json）
    .max_pixels = 图片最多多少像素（宽乘高），默认 64000000
    .max_bytes = 文件最多多少字节，默认 40000000
    .after = 多张图片时，输出文件夹里还有 summary.csv（清单）和 contact-sheet.html（前后对照页）；一张做不成不影响其他的，重名的自动编号。文件写完整了才会出现，中途打断不会留下半张。

        退出码：0 全部做好；1 程序出错；2 命令写错；3 有的图片做不成照片；4 规格有问题或查无此证件、城市；5 文件读不了或写不了。几种都有时，报最重的：1、5、2、4、3。
help-photo-check = 检查一张图片：审核员会说什么，为什么，怎么办
    .picture = 图片，或 -（标准输入）
    .document = 证件：名称、编号或拼音
    .city = 办证城市：名称、代码或拼音；由城市办理的证件必须写
    .annotate = 另画一张图（PNG），圈出有问题的地方：红色不合格，橙色提醒
    .force = 覆盖已有的文件；原图永远不会被覆盖
    .json = 输出 JSON：verdict 和 findings，每项有数值、界限、原因和办法
    .max_pixels = 图片最多多少像素（宽乘高），默认 64000000
    .max_bytes = 文件最多多少字节，默认 40000000
    .after = 自动检测只是参考：拿不准的只提醒，最后由审核员决定。

        退出码：0 合格或只有提醒；3 不合格；其余同 huizhi photo make。
help-photo-sheet = 把一张证件照排满相纸，供冲印
    .picture = 做好的证件照、原图，或 -（标准输入）；给原图时按冲印照片的要求裁
    .document = 证件：名称、编号或拼音
    .city = 办证城市：名称、代码或拼音
    .paper = 相纸：5inch（127×89 毫米）、6inch（152×102 毫米）或 a4；默认 5inch
    .count = 排几张；不写就排满
    .out = 输出文件（.jpg 或 .png）、文件夹或 -（标准输出）
    .force = 覆盖已有的文件；原图永远不会被覆盖
    .draft = 图片有欠缺时也排，但照片不能交
    .background = 换背景色；只对原图有效，不写就按证件要求
    .max_pixels = 图片最多多少像素（宽乘高），默认 64000000
    .max_bytes = 文件最多多少字节，默认 40000000
    .after = 300 dpi，四角有裁切线；打印时选“实际大小”，不要“适合纸张”。

        退出码同 huizhi photo make。
help-catalogue = 查证件、城市和照片规格
help-catalogue-list = 列出证件或城市
    .what = documents（证件，默认）或 cities（城市）
    .filter = 只列名称、编号、拼音或省份里含有它的
    .json = 输出 JSON
help-catalogue-show = 显示一种证件对照片的要求和依据
    .document = 证件：名称、编号或拼音
    .city = 城市；有的城市有自己的规格
    .json = 输出 JSON
help-catalogue-where = 一个城市收不收自己拍的电子照片
    .document = 证件：名称、编号或拼音
    .city = 城市：名称、代码或拼音
    .json = 输出 JSON
    .after = 回答“可以”“不能”或“不清楚”，并说明原因和该怎么办；三种回答的退出码都是 0。
help-catalogue-validate = 检查规格数据，一次说出所有问题
    .folder = 更正文件夹；不写就查正在用的规格
    .json = 输出 JSON
    .after = 退出码：0 没有问题；4 有问题。
help-receipt = 照片回执：看样式、验真伪
help-receipt-preview = 看某种证件的回执样式（总是样张）
    .document = 证件：名称、代号或拼音
    .city = 办证城市；由城市签发的证件必须写
    .photo = 用这张照片；不写就是一块灰
    .out = 写到哪个文件（.pdf 或 .png）
    .force = 文件已有时替换
help-receipt-verify = 用公钥离线验证回执二维码的真伪
    .code = 二维码的内容，或者它的网址
    .key = 公钥（64 位十六进制），或者存公钥的文件；服务的 /verify/key 给出公钥
    .json = 写 JSON
    .after = 退出码：0 是真的；2 公钥不对；3 不是真的或者读不出来。
help-serve = 提供网上办理服务：申请、审核、管理
    .listen = 在哪个地址和端口提供服务；默认只有本机能访问
    .data = 数据文件夹，没有就新建
    .after = 第一次启动会显示管理员的一次性密码。设置写在数据文件夹的 settings.toml，见 docs/operating.md。
help-staff = 管理工作人员
help-staff-add = 添加一个人，显示一次性密码
    .name = 登录名
    .role = 做什么：inspector（审核员）、clerk（窗口人员）、operator（管理员）；可写多个，用逗号隔开
    .data = 数据文件夹
help-staff-list = 列出工作人员和他们的角色
    .data = 数据文件夹
help-staff-reset = 给一个人新的一次性密码，关掉他的动态验证码
    .name = 登录名
    .data = 数据文件夹
help-audit = 查操作日志
help-audit-verify = 验证日志有没有被改过
    .data = 数据文件夹
    .after = 退出码：0 完整；1 被改过或者少了。
