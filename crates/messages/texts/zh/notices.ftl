# 通知：标题和正文，用邮件或消息发给申请人，不含姓名和证件号码。
notice-submitted = 照片已经提交，订单 { $number }
    .body = 您的照片在排队等审核。订单页面会自己更新，不用一直等着。
notice-approved = 照片审核通过，订单 { $number }
    .body = 照片符合要求。打开订单可以看结果、下载电子照。
notice-rejected = 照片没有通过审核，订单 { $number }
    .body = 订单里写了原因和改正的办法。重新提交不收费，次数不限。
notice-message = 客服回复了您，订单 { $number }
    .body = 打开订单的留言可以看到回复。
notice-ends-soon = 快到期了，订单 { $number }
    .body = 照片和回执快要到期。还没有用的话，请尽快到窗口办理。
notice-revoked = 回执已撤销，订单 { $number }
    .body = 这份回执不能再用了，原因写在订单里。
