# 怎样拍照：步骤，六组对照画（crates/web/assets/drawings/<名字>-do.svg 和 -dont.svg），取景框。
# 画里没有文字，下面的 .do、.dont 就是画的说明（图片的替代文字）；.why 说明为什么。
how-title = 怎样拍照
how-intro = 请别人用后置镜头帮您拍，一分钟就好。
how-do = 这样拍
how-dont = 不要这样
how-front = 正面免冠
    .do = 脸正对镜头，不戴帽子
    .dont = 头转向一边
    .why = 两边的脸要露出来一样多，鼻尖对着镜头。
how-hair = 露出眉毛和耳朵
    .do = 头发别到耳后，眉毛露出来
    .dont = 头发遮住眉毛和耳朵
    .why = 证件照要看得到两边的眉毛和耳朵的轮廓。
how-face = 表情平静
    .do = 睁开眼睛，合上嘴
    .dont = 笑、露牙齿或闭眼
    .why = 像平时不笑的样子，眼睛看着镜头。
how-light = 光线均匀
    .do = 面对窗户，脸上亮得均匀
    .dont = 光从旁边来，半边脸是暗的
    .why = 影子会遮住五官，也会让背景不干净。
how-bare = 头上脸上没有饰物
    .do = 不戴帽子和首饰，眼镜不反光
    .dont = 戴帽子、耳环
    .why = 平时一直戴眼镜的可以戴着，镜片要透明、不反光。
how-distance = 一臂远，和眼睛一样高
    .do = 镜头和眼睛一样高，离脸一臂左右
    .dont = 从下往上拍，离得太近
    .why = 太近或太低，脸会变形。

how-steps-title = 拍之前
how-step-wall = 离白墙半米以上，别的浅色墙也可以，背景会自动换。
how-step-light = 白天面对窗户，不用闪光灯。
how-step-clothes = 穿深色有领的便服，不要穿白色和制服。
how-step-phone = 关掉美颜、滤镜和镜像。
how-step-frame = 胸口以上都拍进去，头顶上方多留些空间。

how-guide = 取景框：一个椭圆是头的位置，一条横线是眼睛的高度，下面的弧线是肩膀
how-guide-head = 头放在椭圆里，双眼对齐横线。
how-guide-shoulders = 两肩对齐下面的弧线。
how-guide-nearer = 近一点
how-guide-further = 远一点
how-guide-hold-still = 站稳，不要动
how-upload-original = 请选手机里的原图，不要用截图。

how-empty-orders = 还没有订单
    .hint = 办理的回执会出现在这里。在别的手机上办的，或者手上只有回执的，可以用编号和手机号（或证件号码）查找。
how-empty-messages = 还没有留言
    .hint = 有问题就写在这里，回复也会出现在这里。
how-offline = 网络断开了
    .hint = 填过的内容还在。连上网以后再试一次。
