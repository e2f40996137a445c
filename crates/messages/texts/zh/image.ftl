# 读图片和写图片时的错误。键就是错误码；.remedy 说怎么办。
image-empty = 文件是空的。
    .remedy = 重新导出或重新传一次图片，再试。
image-too-many-bytes = 文件有 { $size }，超过了 { $limit } 的上限。
    .remedy = 在手机或电脑上把图片缩小后再试；证件照用不着这么大的文件。
image-too-many-pixels = 图片是 { $width }×{ $height } 像素，超过了 { $limit } 像素的上限。
    .remedy = 把图片缩小后再试；1200 万像素的手机照片就足够了。
image-side-too-long = 图片是 { $width }×{ $height } 像素，有一边超过了 { $limit } 像素。
    .remedy = 全景图和长图不能用；请用普通拍照模式拍的照片。
image-too-much-work = 这个文件分的层太多，打开它要花的时间太长。
    .remedy = 请用看图软件打开，另存为普通的 JPEG。
image-animated = 这是动图或连拍，不是一张静止的照片。
    .remedy = 请从中存一张静止的照片，或者重新拍一张。
image-format-not-read = 这是 { $format ->
        [gif] GIF 图
        [camera-raw] 相机原始格式（RAW）的图
        [bmp] BMP 位图
        [avif] AVIF 图
        [jpeg-xl] JPEG XL 图
        [jpeg-2000] JPEG 2000 图
        [psd] Photoshop 文件
        [ico] 图标文件
        [pdf] PDF 文件
        [markup] SVG 或网页文件
        [video] 视频
        [zip] 压缩包或办公文档
        [heic] HEIC 图，而这个程序在编译时没有带上读它的部分
        [base64] 用 base64 写成文字的图
        [gzip] 用 gzip 压缩过的内容
        [multipart] 整个表单（multipart），不是图片本身
        [json] JSON 文本
       *[other] 不支持的格式
    }，这里不读。
    .remedy = { $format ->
        [base64] 请发送图片文件本身的字节，不要转成 base64。
        [gzip] 请发送图片文件本身的字节，不要压缩。
        [multipart] 请把图片文件本身的字节作为请求的内容发送，不要放在表单里。
        [json] 请发送图片文件本身的字节，不要放在 JSON 里。
       *[other] 请把照片存成 JPEG（.jpg）、PNG、WebP 或 HEIC 再试。
    }
image-format-unknown = 文件不是任何一种认得的图片。
    .remedy = 看看是不是选错了文件；照片应为 JPEG、PNG、WebP、HEIC 或 TIFF。
image-variant-not-read = 这个 { $format } 文件用了少见的写法（{ $feature ->
        [high-dynamic-range] 高动态范围（HDR）
        [inks-apart] 每种油墨各占一次扫描
        [overlay] 多张图叠在一起
        [av1] AV1 编码
        [picture-item] 少见的图像类型
        [many-tiles] 图块太多
        [tiles-of-pictures] 图块由别的图拼成
        [many-turns] 转向的说明太多
        [stored-within] 图像存在别的条目里
        [bt-2020] BT.2020 色彩
        [rare-hevc] 少见的 HEVC 编码
        [rare-heif] 少见的 HEIF 结构
        [many-scans] 扫描次数太多
        [components] 颜色分量数少见
        [lossless] 无损编码
        [hierarchical] 分级编码
        [arithmetic] 算术编码
        [height-behind] 高度写在图像后面
        [many-tables] 表太多
        [deep-samples] 每个样本超过 8 位
        [floating-point] 样本不是整数
        [palette] 调色板
        [ycbcr] YCbCr 色彩
        [lab] CIE L*a*b* 色彩
        [sample-kind] 样本不是 8 位或 16 位
        [packing] 压缩方式不是 LZW、Deflate 或 PackBits
        [large-parts] 分块太大
       *[other] 少见的写法
    }），这里不读。
    .remedy = 用看图软件打开它，另存为普通的 JPEG 再试。
image-truncated = { $format } 文件不完整，后面缺了一截。
    .remedy = 多半是没有传完；请重新传一次，或从手机里重新导出。
image-damaged = { $format } 文件损坏了。
    .remedy = 请重新传一次，或从手机里重新导出；还是不行就重新拍一张。

encode-too-large = { $width }×{ $height } 像素太大，JPEG 存不下。
    .remedy = 把尺寸改小：JPEG 每边最多 65535 像素。
encode-below-window = 用最高品质存出来也只有 { $best }，达不到要求的 { $min }。
    .remedy = 原照片可能太模糊；请换一张更清晰、光线更足的照片。
encode-above-window = 用允许的最低品质存出来还有 { $best }，超过了要求的 { $max }。
    .remedy = 照片里的细节太多：多半是衣服或头巾上的细密花纹，也可能是噪点。请换素色的衣服，在光线充足处重新拍。仍不行，请检查证件规格里的文件大小。
encode-bad-target = 规格里的文件大小或品质自相矛盾。
    .remedy = 运行 huizhi catalogue validate 检查规格。
encode-alpha-size = 透明度和图片的尺寸不一致。
    .remedy = 这是程序的缺陷，请报告。
encode-writer = 图片写不出来。
    .remedy = 这是程序的缺陷，请报告。
