"""Rows as other programs write them into their files, and what leadtui is to read there."""

from datetime import date

HUBSPOT = "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Associated Company"
SALESFORCE = "First Name,Last Name,Title,Company / Account,Email,Phone,Mobile,Lead Source,Lead Status,Lead Owner,Rating"
OPPORTUNITY = (
    "Opportunity Owner,Account Name,Opportunity Name,Stage,Amount,Probability (%),Close Date,Created Date,Next Step"
)
PIPEDRIVE = (
    "Deal - Title,Deal - Organization,Deal - Contact person,Deal - Value,Deal - Stage,Deal - Owner,"
    "Person - Phone - Work"
)
ZOHO = (
    "Lead Id,Lead Owner,Company,First Name,Last Name,Title,Email,Phone,Mobile,Lead Source,Lead Status,No. of Employees"
)
ESPO = "First Name,Last Name,Account Name,Title,Email,Phone,Status,Source,Opportunity Amount,Assigned User,Created At"
ODOO = (
    "Opportunity,Contact Name,Company Name,Email,Phone,Salesperson,Stage,Expected Revenue,Source,Expected Closing,Tags"
)
FXIAOKE = "姓名,公司,部门,职务,手机,邮件,线索来源,线索状态,销售线索详情,负责人,创建时间"
WUKONG = "客户名称,成交状态,下次联系时间,客户来源,客户行业,客户级别,手机,电话,备注,负责人,最后跟进记录,最后跟进时间"

Read = dict[str, object]

# Header, row, and what is read of it: a lead's and customer's fields by key, `contact.…`, `record.…`, `plan.…`.
FOREIGN: dict[str, tuple[str, str, Read]] = {
    "hubspot contacts": (
        HUBSPOT,
        "51,Mary,Smith,mary@acme.com,+1 415 555 0100,Li Na,New,2026-11-20 14:30,Acme",
        {
            "name": "Acme",
            "contact.name": "Mary Smith",
            "contact.email": "mary@acme.com",
            "owner": "Li Na",
            "status": "prospect",
            "first_contact_at": date(2026, 11, 20),
        },
    ),
    "hubspot contact without a company": (
        HUBSPOT,
        "52,明,周,z@q.cn,13800138000,,Connected,2026-11-20,",
        {"name": "周明", "contact.name": "周明", "status": "interested"},
    ),
    "hubspot junk": (HUBSPOT, "53,A,B,,13800138000,,Unqualified,,Acme", {"stage": "invalid"}),
    "hubspot companies": (
        "Record ID,Company name,Company owner,Create Date,Phone Number,City,Country/Region,Industry",
        "9,Acme,Li Na,2026-11-20,0571-88123456,Hangzhou,China,COMPUTER_SOFTWARE",
        {"name": "Acme", "region": "China", "industry": "COMPUTER_SOFTWARE", "note": "City: Hangzhou"},
    ),
    "hubspot deals": (
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount",
        "7,Acme,Presentation Scheduled,2026-12-24,Li Na,12000.5",
        {"name": "Acme", "stage": "solution", "expected_close": date(2026, 12, 24), "quote_amount": 1_200_050},
    ),
    "hubspot deal with company": (
        "Deal Name,Associated Company,Deal Stage,Amount",
        "50 seats,Acme,Closed Lost,100",
        {"name": "Acme", "initial_need": "50 seats", "stage": "lost"},
    ),
    "salesforce leads": (
        SALESFORCE,
        "Mary,Smith,CTO,Acme,m@acme.com,0571-88123456,13800138000,Partner Referral,Open - Not Contacted,Li Na,Hot",
        {
            "name": "Acme",
            "contact.title": "CTO",
            "contact.phone": "0571-88123456 / 13800138000",
            "source": "referral",
            "status": "prospect",
            "grade": "A",
        },
    ),
    "salesforce web lead": (
        SALESFORCE,
        "A,B,,Acme,,1380013800,,Web,Working - Contacted,,Cold",
        {"source": "website", "grade": "C"},
    ),
    "salesforce phone inquiry": (
        SALESFORCE,
        "A,B,,Acme,,,13800138000,Phone Inquiry,Closed - Not Converted,,",
        {"source": "inbound_call", "status": "lost", "contact.phone": "13800138000"},
    ),
    "salesforce bare fields": (
        "Id,LastName,FirstName,Company,LeadSource,Status,AnnualRevenue,NumberOfEmployees",
        "00Q1,Smith,Mary,Acme,Trade Show,Working,50000000,120",
        {"name": "Acme", "source": "trade_show", "annual_revenue": "50000000", "employees": "120", "note": "Id: 00Q1"},
    ),
    "salesforce opportunities": (
        OPPORTUNITY,
        "Li Na,Acme,Acme - 50 seats,Negotiation/Review,80000,75,2026-12-24,2026-11-01,Send contract",
        {
            "name": "Acme",
            "initial_need": "Acme - 50 seats",
            "stage": "negotiation",
            "quote_amount": 8_000_000,
            "plan.action": "Send contract",
            "note": "Probability (%): 75",
        },
    ),
    "salesforce closed won": (OPPORTUNITY, "Li Na,Acme,X,Closed Won,1,100,2026-11-01,2026-10-01,", {"stage": "won"}),
    "pipedrive deals": (
        PIPEDRIVE,
        "Server,Acme,Mary Smith,5000,Proposal Made,Li Na,13800138000",
        {
            "name": "Acme",
            "initial_need": "Server",
            "contact.name": "Mary Smith",
            "contact.phone": "13800138000",
            "quote_amount": 500_000,
            "stage": "solution",
            "owner": "Li Na",
        },
    ),
    "pipedrive people": (
        "Person - Name,Person - Organization,Person - Phone,Person - Email,Person - Owner",
        "Mary,Acme,13800138000,m@a.cn,Li Na",
        {"name": "Acme", "contact.name": "Mary", "contact.email": "m@a.cn"},
    ),
    "pipedrive leads": (
        "Lead - Title,Lead - Owner,Person - Name,Person - Phone",
        "Acme,Li Na,Mary,13800138000",
        {"name": "Acme"},
    ),
    "salesforce contacts": (
        "Contact ID,First Name,Last Name,Title,Account Name,Phone,Mobile,Email,Lead Source,Contact Owner",
        "003,Mary,Ann,CTO,Acme,0571-88123456,13862012345,m@acme.cn,Web,Li Na",
        {"name": "Acme", "contact.name": "Mary Ann", "contact.phone": "0571-88123456 / 13862012345", "owner": "Li Na"},
    ),
    "zoho contacts": (
        "Record Id,Contact Owner,Lead Source,First Name,Last Name,Account Name,Title,Email,Phone,Mobile,Description",
        "zcrm_3,Li Na,Trade Show,Mary,Ann,Acme,CTO,m@acme.cn,,13862012345,met",
        {"name": "Acme", "contact.name": "Mary Ann", "source": "trade_show", "note": "met"},
    ),
    "espocrm contacts": (
        "Name,Account,Email,Phone,Title,Assigned User,Created At",
        "Mary Ann,Acme,m@acme.cn,13862012345,CTO,Li Na,2026-11-04 10:00:00",
        {"name": "Acme", "contact.name": "Mary Ann", "contact.title": "CTO", "owner": "Li Na"},
    ),
    "espocrm opportunities": (
        "Name,Account,Stage,Amount,Probability,Close Date,Lead Source,Assigned User",
        "50 seats,Acme,Proposal,1000,50,2026-12-01,Web Site,Li Na",
        {"name": "Acme", "initial_need": "50 seats", "stage": "solution", "quote_amount": 100_000},
    ),
    "odoo contacts": (
        "Name,Phone,Email,Salesperson,City,Country,Company Name",
        "Mary,13862012345,m@acme.cn,Li Na,Hangzhou,China,Acme",
        {"name": "Acme", "contact.name": "Mary", "note": "City: Hangzhou"},
    ),
    "zoho leads": (
        ZOHO,
        "zcrm_1,Li Na,Acme,Mary,Smith,CTO,m@a.cn,13800138000,,Cold Call,Attempted to Contact,25",
        {"lead_no": "zcrm_1", "name": "Acme", "source": "cold_visit", "status": "prospect", "employees": "25"},
    ),
    "zoho junk": (
        ZOHO,
        "zcrm_2,Li Na,Acme,A,B,,,13800138000,,Advertisement,Junk Lead,",
        {"stage": "invalid", "source": "online_ads"},
    ),
    "zoho deals": (
        "Deal Name,Account Name,Stage,Amount,Closing Date,Deal Owner",
        "X,Acme,Needs Analysis,900,2026-12-01,Li Na",
        {"name": "Acme", "stage": "solution", "expected_close": date(2026, 12, 1)},
    ),
    "espocrm leads": (
        ESPO,
        "Mary,Smith,Acme,CTO,m@a.cn,13800138000,In Process,Web Site,3000,Li Na,2026-11-01 10:00",
        {"name": "Acme", "status": "interested", "source": "website", "quote_amount": 300_000},
    ),
    "espocrm field names": (
        "firstName,lastName,accountName,emailAddress,phoneNumber,status,assignedUserName",
        "Mary,Smith,Acme,m@a.cn,13800138000,Dead,Li Na",
        {"name": "Acme", "contact.email": "m@a.cn", "status": "lost", "owner": "Li Na"},
    ),
    "odoo pipeline": (
        ODOO,
        "Chairs,Mary,Acme,m@a.cn,13800138000,Li Na,Proposition,4200,Search engine,2026-12-15,VIP",
        {"name": "Acme", "initial_need": "Chairs", "stage": "solution", "source": "online_ads", "tags": ("VIP",)},
    ),
    "odoo next activity": (
        "Opportunity,Customer,Phone,Next Activity Deadline,Next Activity Summary",
        "Chairs,Acme,13800138000,2026-12-01,Call",
        {"name": "Acme", "plan.action": "Call", "plan.due": date(2026, 12, 1)},
    ),
    "fxiaoke leads": (
        FXIAOKE,
        "周建国,恒远,生产部,总监,13862012345,z@h.cn,市场活动,未处理,要MES,李娜,2026-11-03 10:00",
        {
            "name": "恒远",
            "contact.name": "周建国",
            "contact.title": "总监",
            "initial_need": "要MES",
            "status": "prospect",
        },
    ),
    "fxiaoke invalid": (FXIAOKE, "周,恒远,,,13862012345,,,无效线索,,李娜,", {"stage": "invalid"}),
    "wukong customers": (
        WUKONG,
        "恒远,未成交,2026-11-25,客户介绍,制造业,重点客户,13862012345,0512-66668888,,李娜,聊了需求,2026-11-20",
        {
            "name": "恒远",
            "status": "prospect",
            "source": "referral",
            "grade": "A",
            "record.summary": "聊了需求",
            "plan.due": date(2026, 11, 25),
            "contact.phone": "13862012345 / 0512-66668888",
        },
    ),
    "wukong won": (
        WUKONG,
        "恒远,已成交,,老客户,,,13862012345,13862012345,,李娜,回访,2026-11-20",
        {"status": "won", "contact.phone": "13862012345"},
    ),
    "wukong leads": (
        "线索名称,线索来源,手机,邮箱,客户级别,负责人",
        "恒远,广告,13862012345,a@b.cn,普通客户,李娜",
        {"name": "恒远", "grade": "B", "source": "online_ads"},
    ),
    "wukong deals": (
        "商机名称,客户名称,商机金额,预计成交日期,商机阶段",
        "MES,恒远,50万,2026-12-20,赢单",
        {"name": "恒远", "initial_need": "MES", "quote_amount": 50_000_000, "stage": "won"},
    ),
    "fxiaoke deals": ("商机名称,客户名称,商机金额,商机阶段", "MES,恒远,80000,验证客户", {"stage": "qualifying"}),
}
