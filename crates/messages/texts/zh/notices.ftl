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
notice-lapsed = 没有在期限内办完，订单 { $number }
    .body = 很抱歉，这份订单没有在期限内办完，已经结束。照片没有交给任何人，资料一天之内全部删除。请重新申请，不收费。
notice-payment-due = 照片通过了，请付款，订单 { $number }
    .body = 照片符合要求。付款以后就给您开出回执；在哪里付、付多少，写在订单里。
notice-refunded = 钱已经退了，订单 { $number }
    .body = 您为这份订单付的钱已经退给您了，多少写在订单里。
# 发给运营人员。
notice-checkpoint = 操作记录的核对点 { $day }
    .body = 请把这封邮件留在管理服务的人改不到的地方。以后怀疑操作记录被动过，把它另存为文本，再运行：huizhi audit verify --checkpoint 文件
notice-undecided = 有 { $count } 份订单快到审核期限了
    .body = 有 { $count } 份已提交的订单还没有审核，最早的一份到 { $day } 自动结束，结束以后照片和资料都会删除。请尽快安排审核。
# 短信：一条说完，不含姓名和证件号码；签名由服务商加上。
sms-submitted = 照片已提交，订单 { $number }，审核有结果再发短信。
sms-approved = 照片审核通过，订单 { $number }。打开订单看回执或下载照片。
sms-rejected = 照片没有通过，订单 { $number }。原因和办法在订单里，重新提交不收费。
sms-message = 客服回复了您，订单 { $number }。打开订单看留言。
sms-ends-soon = 照片和回执快到期了，订单 { $number }，请尽快去窗口办理。
sms-revoked = 回执已撤销，订单 { $number }，不能再用。原因在订单里。
sms-lapsed = 很抱歉，订单 { $number } 没有在期限内办完，已结束，资料会删除。请重新申请，不收费。
sms-payment-due = 照片审核通过，订单 { $number }。付款以后就开出回执，在哪里付写在订单里。
sms-refunded = 订单 { $number } 付的钱已经退了。
