"""The words that head the columns of sales teams' sheets, Chinese and English, by meaning (spec §4)."""

IGNORED = "-"
"""The target of a column that counts rows or says why they were rejected, and of one mapped to nothing by hand."""

KEPT = "+"
"""The target of a column that a person wants kept as lines of the remark."""

WORDS: dict[str, tuple[str, str]] = {
    "customer": (
        "客户名称 客户 客户名 客户姓名 客户全称 公司 公司名称 公司名 "
        "公司全称 企业 企业名称 企业名 单位 单位名称 客户单位 客户公司",
        "customer company | company | company name | account | account name | organization | client | "
        "company account | associated company | organization name | partner name",
    ),
    "deal": (
        "线索名称 商机名称 销售线索名称",
        "deal name | deal title | lead title | opportunity | opportunity name | lead name",
    ),
    "lead_no": ("线索编号 线索号 线索ID 商机编号", "lead | lead number | lead id"),
    "customer_no": ("客户编号 客户号 客户ID 客户代码", "customer number | customer id"),
    "industry": ("行业类型 行业 所属行业 客户行业 一级行业", ""),
    "region": (
        "区域 地区 大区 省份 省 所在地区 所在区域 客户区域",
        "state | state province | province | country region",
    ),
    "company_size": ("企业规模 公司规模 规模 客户规模", "company size | size"),
    "employees": ("员工规模 员工人数 员工数 人员规模 人数", "headcount | no. of employees | number of employees"),
    "annual_revenue": ("年营收 营业额 年营业额 年收入", "revenue"),
    "tags": ("标签 客户标签 线索标签", "tag | tags | labels"),
    "remark": ("备注 备注信息 备注说明", "remark | remarks | note | notes | comment | comments | description"),
    "contact": (
        "联系人 联系人姓名 客户联系人 主要联系人 对接人 接口人 姓名",
        "contact person | contact name | person | person name | full name | associated contact",
    ),
    "title": ("职位 职务 岗位 头衔", "position | job title | role | designation"),
    "first_name": ("", "first name | given name"),
    "last_name": ("", "last name | family name | surname"),
    "phone": (
        "电话 联系电话 手机 手机号 手机号码 电话号码 联系方式 联系人电话 座机 固话",
        "tel | telephone | mobile | phone number | mobile phone | mobile phone number | cell | work phone",
    ),
    "wechat": ("微信 微信号", "weixin"),
    "email": ("邮箱 电子邮箱 电子邮件 邮箱地址 邮件", "mail | email address | email from"),
    "decision_authority": ("决策权限 决策权 是否决策人", ""),
    "source": (
        "线索来源 来源 来源渠道 客户来源 渠道 渠道来源 获客渠道",
        "lead source | original source | original traffic source | origin",
    ),
    "source_detail": ("来源明细 来源详情 来源说明", ""),
    "first_contact_at": (
        "首次接触时间 首次接触日期 首次接触 首次联系时间 初次接触时间 创建时间 创建日期",
        "first contact date | create date | created date | created time | created at | created on | date created | "
        "lead created | deal created | add time",
    ),
    "initial_need": (
        "初始需求 初步需求 需求 客户需求 需求描述 产品需求 意向产品 需求产品 销售线索详情",
        "need | needs | requirement | requirements",
    ),
    "budget": ("预计预算范围 预计预算 预算范围 预算 客户预算 采购预算", "budget | budget range"),
    "intent": ("意向度 意向程度 意向等级", ""),
    "priority": ("优先级 线索优先级 客户优先级", ""),
    "validity": ("有效性 线索有效性", ""),
    "invalid_reason": ("无效原因", ""),
    "need_fit": ("需求匹配度", ""),
    "budget_fit": ("预算充足性", ""),
    "grade": ("线索等级 等级 客户等级 线索级别 客户级别 级别 分级", "level | rating"),
    "grade_basis": ("评估依据 分级依据 等级依据 评级依据", ""),
    "expected_close": (
        "预计成交日期 预计成交时间 预计签约日期 预计签单日期",
        "close date | closing date | expected close date | expected closing | date deadline",
    ),
    "owner": (
        "负责人 销售 销售人员 销售负责人 销售代表 业务员 业务负责人 跟进人 跟进人员 客户经理 归属人",
        "sales | rep | sales rep | salesperson | assigned to | lead owner | contact owner | deal owner | "
        "company owner | account owner | opportunity owner | record owner | owner name | assigned user | "
        "assigned user name",
    ),
    "assigned_at": ("分配时间", "assigned at"),
    "first_due_at": ("首次跟进截止时间 首次跟进截止 首次跟进时限", ""),
    "pain_point": ("痛点 客户痛点", ""),
    "decision_process": ("决策流程", ""),
    "decision_maker": ("决策人 关键决策人", ""),
    "purchase_timing": ("采购时间节点 采购时间 采购节点", ""),
    "need_detail": ("客户需求详情 需求详情 详细需求", ""),
    "proposal": ("方案内容 方案", ""),
    "proposal_file": ("方案文档 方案文件", ""),
    "proposal_sent_at": ("方案发送时间 方案发送日期 方案提交时间", ""),
    "quote_amount": (
        "报价金额 报价 商机金额",
        "quote amount | quotation | amount | value | deal value | expected revenue | opportunity amount",
    ),
    "proposal_feedback": ("方案反馈", ""),
    "objection": ("异议内容及解决进展 异议内容 异议 客户异议", "objection | objections"),
    "objection_progress": ("解决进展 异议解决进展", ""),
    "max_budget": ("最高可接受预算 最高预算", ""),
    "must_have": ("不可妥协项", ""),
    "concession_plan": ("谈判方案", ""),
    "price": ("价格 成交价格", ""),
    "payment_terms": ("付款方式 付款条件", ""),
    "delivery_cycle": ("交付周期", ""),
    "service_terms": ("售后服务", ""),
    "negotiation_progress": ("谈判进展 谈判进度", ""),
    "contract_amount": ("合同金额 成交金额 签约金额", ""),
    "contract_sent_on": ("合同发送日期 合同发送时间", ""),
    "signed_on": ("客户签署时间 客户签署日期 签署时间 签署日期 签约日期 签约时间 签单日期", ""),
    "amendment": ("修改条款及原因 修改条款", "amendment | amendments | amended terms"),
    "amendment_reason": ("修改原因", ""),
    "delivered_on": ("交付时间 交付日期", ""),
    "acceptance": ("客户验收结果 验收结果 验收情况", ""),
    "survey_due_on": ("调研截止 调研截止日期", ""),
    "satisfaction": ("满意度 客户满意度", ""),
    "after_feedback": ("售后反馈", ""),
    "repurchase_intent": ("复购意向", ""),
    "referral_info": ("转介绍线索信息 转介绍线索 转介绍信息", ""),
    "lost_reason": ("流失原因 丢单原因 输单原因", "loss reason | closed lost reason"),
    "competitor": ("竞品 竞争对手", ""),
    "stage": ("销售阶段 阶段 当前阶段 商机阶段 线索阶段", "stage | sales stage | deal stage"),
    "status": ("当前状态 客户状态 状态 线索状态 跟进状态 成交状态", "status | customer status | lead status"),
    "status_reason": ("状态变更原因", "status reason"),
    "snooze_until": ("搁置至", "snoozed until"),
    "snooze_reason": ("搁置原因", "snooze reason"),
    "at": (
        "跟进日期 跟进时间 日期 时间 联系日期 联系时间 沟通日期 沟通时间 "
        "拜访日期 拜访时间 本次跟进日期 本次跟进时间 最近跟进日期 最近跟进时间 最后跟进时间 最近跟进",
        "date | follow-up date | followed up at | contact date | contacted on | last contact",
    ),
    "channel": ("跟进方式 方式 沟通方式 联系途径 跟进渠道 跟进形式", "channel | method | follow-up method"),
    "outcome": ("跟进结果 沟通结果 结果", "outcome | result"),
    "summary": (
        "沟通内容摘要 沟通内容 沟通情况 沟通摘要 沟通记录 跟进内容 跟进情况 跟进记录 跟进摘要 拜访内容 内容 内容摘要 "
        "最后跟进记录 最新跟进记录",
        "summary | follow-up | follow-up notes | content",
    ),
    "feedback": ("客户反馈 反馈 反馈意见 客户意见", "feedback | customer feedback"),
    "attitude": ("客户态度 态度", "attitude"),
    "intent_change": ("意向变化", "intent change"),
    "new_need": ("新需求", "new need"),
    "concern": ("疑虑点 疑虑", "concern | concerns"),
    "decision_progress": ("决策进度", "decision progress"),
    "by": ("经手人 记录人", "recorded by"),
    "next_step": (
        "下一步计划 下一步 下步计划 下一步行动 后续计划 跟进计划 下次跟进计划 下次跟进内容 待办",
        "next step | next steps | next action | next plan | action | to do | next activity summary",
    ),
    "next_due": (
        "下次跟进 下次跟进时间 下次跟进日期 下次联系 下次联系时间 下次联系日期 下次回访 下次拜访时间 计划日期 "
        "回访日期 完成时限",
        "next follow-up | next follow-up date | next date | due | due date | next due | next activity date | "
        "next activity deadline",
    ),
    "points": ("沟通重点", "talking points"),
    "goal": ("预期目标", "goal"),
    IGNORED: ("序号 序 行号 拒收原因", "no. | # | index | serial | reason for rejection"),
}
"""Per target its headers: Chinese between blanks, English between bars."""
