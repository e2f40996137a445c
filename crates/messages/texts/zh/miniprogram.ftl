# 小程序“照片回执”自己的文字；别的都用网页的。scripts/make-miniprogram-texts 把用到的做成小程序里的文件。
mini-tab-mine = 我的
mini-loading = 正在载入…
mini-opening = 正在打开…
mini-beginning = 正在开单…
mini-saving = 正在保存…
mini-sending = 正在上传
mini-handing-in = 正在提交…
mini-yes = 确定
mini-no = 先不
mini-open-settings = 打开设置

# 网络。
mini-line-offline = 连上以后自动接着办，填过的内容都在。
mini-line-waiting = 服务暂时没有应答，{ $seconds } 秒后自动再试
mini-unreached = 连不上服务。
    .remedy = 请看看网络。填过的内容都在，可以再试一次；同一件事不会办两次。
mini-unexpected = 服务的回答看不懂，请稍后再试。
mini-not-found = 没有找到，或者它不是这个微信的。
    .remedy = 请从“订单”里打开；在网页上办的，要先在网页的订单里放进微信。
mini-document-gone = 可以从首页重新选。
mini-upload-offline = 网络断了。连上以后自动接着传，不用重选照片。
mini-in-line = 做照片的人很多，正在排队；轮到时自动继续
mini-not-sent = 照片没有传上去。
    .remedy = 照片还在这里，不用重选。网络好一点时再试一次。

# 结果、付款、订单。
mini-held = 符合
mini-missed = 不符合
mini-pay = 去付款
mini-pay-here = 用微信支付付款，付给谁、付多少，微信的窗口里看得到。付没付成，以订单为准。
mini-paying = 正在打开微信支付…
mini-pay-checking = 正在核对付款…
mini-pay-cancelled = 没有付款，没有扣钱。订单还在，可以再付。
mini-photo-open = 看电子照片
mini-photo-save = 保存电子照片到相册
mini-pdf-open = 打开 PDF
mini-pdf-share = 把 PDF 发给朋友
mini-pdf-name = 照片回执 { $number }.pdf
mini-copy-number = 复制回执号
mini-copy-order-number = 复制订单号
mini-saved = 已经存到相册。
mini-empty-orders = 用这个微信办理的回执会出现在这里，换了手机也在。
mini-contact = 微信客服
mini-contact-hint = 在微信的客服窗口里说的，也会进您最近一份订单的留言。

# 手机号。
mini-phone-button = 用微信里的手机号
mini-phone-type = 也可以自己填，两种都行。

# 隐私和权限。
mini-privacy = 先说清楚隐私
    .text = 选照片以前，请看一下《用户隐私保护指引》：照片只为做这一份证件照，原图在审核有结果后删除。同意以后才会打开相册或相机。
    .guide = 看《用户隐私保护指引》
    .agree = 同意，继续
    .refuse = 不同意
mini-refused-privacy = 没有同意隐私指引，所以没有打开。
    .album = 要选照片，请再点一次“从相册选择”，看过指引后点“同意”。
    .camera = 要拍照，请返回再点一次“拍照”，看过指引后点“同意”；也可以从相册选。
    .save = 要存到相册，请再点一次，看过指引后点“同意”；也可以打开 PDF，或者长按图片保存。
    .phone = 不同意也能办：手机号请自己填。
mini-refused-undeclared = 这个小程序还没有在微信登记这项用途。
    .album = 这要由运营的单位去改。现在可以试试“拍照”，或者到网页办理。
    .camera = 这要由运营的单位去改。请返回，从相册选择。
    .save = 这要由运营的单位去改。现在请打开 PDF，或者长按图片保存。
    .phone = 这要由运营的单位去改。手机号请自己填。
mini-denied-album = 微信没有看照片的权限。
    .remedy = 点“打开设置”允许，再选一次；也可以用“拍照”。
mini-denied-camera = 微信没有用相机的权限。
    .remedy = 点“打开设置”允许；也可以返回，从相册选择。
mini-denied-save = 没有存到相册的权限。
    .remedy = 点“打开设置”，允许“添加到相册”，再存一次；也可以打开 PDF，或者点开图片长按保存。
mini-denied-phone = 没有得到微信里的手机号。
    .remedy = 没关系，在上面自己填就行。
mini-denied-notices = 没有订阅服务通知。
    .remedy = 审核结果不会另外通知您，请到“订单”里看；这一页会自己变。
mini-subscribe = 订阅服务通知
mini-failed-album = 没有打开相册。
    .remedy = 请再试一次；也可以用“拍照”。
mini-failed-camera = 相机没有打开。
    .remedy = 请看看是不是别的程序在用相机；也可以返回，从相册选择。
mini-failed-save = 没有存到相册。
    .remedy = 请看看手机的存储空间，再试一次；也可以打开 PDF。
mini-failed-phone = 没有得到微信里的手机号。
    .remedy = 没关系，在上面自己填就行。
mini-failed-share = 没有发出去。
    .remedy = 请再试一次；也可以先打开 PDF，从右上角发送。
mini-failed-copy = 没有复制。
    .remedy = 长按号码，也能选中复制。
mini-failed-open = PDF 没有打开。
    .remedy = 请再试一次；也可以保存图片。

# 我的资料、关于。
mini-data = 我的资料
mini-data-phone = 这台手机上
    .text = 没有提交的文字最多留一天，提交以后就删；照片不留在小程序里；登录只在有效期内记着。
mini-data-erase = 删除我的全部资料
    .hint = 删掉这个微信的全部订单里的照片和资料，也删掉这台手机上记着的。
    .question = 要删除全部资料吗？
    .consequences = 所有订单的照片、姓名、证件号码和手机号马上删除，不能恢复；没有结束的订单会先取消。
mini-data-erasing = 正在删除…
mini-data-erased = 都删除了。
mini-about = 关于和隐私
mini-about-operator = 运营单位
mini-about-service = 服务的地址
mini-about-official = 这是官方的吗？
mini-privacy-title = 怎样对待您的资料
mini-permissions = 用到的微信权限
mini-permission-album = 选中的照片
    .text = 您从相册选一张，用来做证件照。没有选的看不到。
mini-permission-camera = 摄像头
    .text = 在小程序里拍照时用。不允许，可以从相册选。
mini-permission-phone = 手机号
    .text = 您点按钮才会得到，用来查订单。也可以自己填。
mini-permission-save = 添加到相册
    .text = 您点保存时，把回执或照片存进相册。不看相册里别的内容。
mini-permission-copy = 剪贴板
    .text = 您点“复制”时，把号码写进去。不读里面的内容。
