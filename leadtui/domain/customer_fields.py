"""The fields of a customer and its contacts (spec §2.1)."""

from leadtui.domain.field_types import Entity, Kind, Section, declare
from leadtui.i18n import NP_

CUSTOMER_FIELDS = declare(
    Entity.CUSTOMER,
    Section.LEAD,
    (
        "customer_no",
        Kind.LINE,
        NP_("field", "Customer no."),
        NP_("about", "Given by leadtui, day and sequence; never changes"),
        NP_("example", "20240501001"),
    ),
    (
        "name",
        Kind.LINE,
        NP_("field", "Customer name"),
        NP_("about", "Full legal name; a person is name and employer"),
        NP_("example", "Suzhou Hengyuan Precision Machinery Co., Ltd."),
    ),
    (
        "industry",
        Kind.LINE,
        NP_("field", "Industry"),
        NP_("about", "The trade the customer is in"),
        NP_("example", "Manufacturing"),
    ),
    (
        "region",
        Kind.LINE,
        NP_("field", "Region"),
        NP_("about", "Where the customer is; leads can be assigned by it"),
        NP_("example", "East China"),
    ),
    (
        "employees",
        Kind.LINE,
        NP_("field", "Employees"),
        NP_("about", "How many people work there"),
        NP_("example", "500-1000"),
    ),
    (
        "annual_revenue",
        Kind.LINE,
        NP_("field", "Annual revenue"),
        NP_("about", "What the customer turns over in a year"),
        NP_("example", "80 million yuan"),
    ),
    (
        "remark",
        Kind.NOTE,
        NP_("field", "Remarks"),
        NP_("about", "Anything worth knowing about the customer"),
        NP_("example", "Met at the spring trade show"),
    ),
)

CONTACT_FIELDS = declare(
    Entity.CONTACT,
    Section.LEAD,
    (
        "name",
        Kind.LINE,
        NP_("field", "Contact"),
        NP_("about", "The person to talk to; shown masked"),
        NP_("example", "Zhou Jianguo"),
    ),
    (
        "title",
        Kind.LINE,
        NP_("field", "Title"),
        NP_("about", "What that person is in the company"),
        NP_("example", "Head of purchasing"),
    ),
    (
        "phone",
        Kind.LINE,
        NP_("field", "Phone"),
        NP_("about", "Mobile or landline; 转 or ext. before an extension; shown masked"),
        NP_("example", "13862012345"),
    ),
    ("wechat", Kind.LINE, NP_("field", "WeChat"), NP_("about", "WeChat id; shown masked"), NP_("example", "hy_zhou88")),
    (
        "email",
        Kind.LINE,
        NP_("field", "Email"),
        NP_("about", "E-mail address; shown masked"),
        NP_("example", "zhou@example.com"),
    ),
    (
        "decision_authority",
        Kind.YES_NO,
        NP_("field", "Decision authority"),
        NP_("about", "Whether this person may decide; the second question of validity"),
        NP_("example", "yes"),
    ),
    (
        "is_primary",
        Kind.YES_NO,
        NP_("field", "Primary contact"),
        NP_("about", "The one of several contacts who is shown and called first"),
        NP_("example", "yes"),
    ),
)
