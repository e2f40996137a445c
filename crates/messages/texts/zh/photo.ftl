# 从图片到证件照：做不成的原因，和照片缺什么。
no-face = 照片里没有找到人脸。
    .remedy = 请用正面、光线均匀、脸部没有遮挡的照片。
no-outline = 找到了人脸，但分不清人和背景。
    .remedy = 请在和衣服、头发颜色不同的纯色墙前重新拍，人离墙半米以上。
network-load = 程序内置的模型打不开。
    .remedy = 请重新安装程序；仍不行请报告。
network-run = 程序内置的模型没有算出结果。
    .remedy = 请再试一次；仍不行请报告。
network-input-length = 程序内置的模型收到了不合适的数据。
    .remedy = 这是程序的缺陷，请报告。
network-output = 程序内置的模型给出了没有意义的结果。
    .remedy = 请再试一次；仍不行请报告。

too-few-pixels = 头部太小：脸宽只有 { $face } 像素，需要 { $needed } 像素。
    .remedy = 请走近一些拍，或者用原图：不要用截图、缩略图或聊天软件压缩过的图。
head-cut = 头顶被图片上边切掉了。
    .remedy = 请重新拍，头顶上方留出至少半个头的空间。
ends-too-early = 图片下边不够长：照片下方缺 { $missing } 像素。
    .remedy = 请重新拍，把胸口以上都拍进去。
shoulder-cut = { $side ->
        [left] 左
       *[right] 右
    }边的肩膀被图片边缘切掉了：照片里缺 { $missing } 像素。
    .remedy = 请重新拍，让两边肩膀都在画面里，左右留出空间。
