"""The months of many enterprises in one pass: what `declaring.filings` tells of one, counted."""

# Parameters: ids and registered_on (arrays), months with their last days to declare and to pay, first_days and
# first_lasts (a day of registration and the last day of the first payment), before, on. The last column says whether a
# payment was taken back: such months are told one by one, for on which day what stayed came is no sum.
MONTHS = """
WITH unit AS (SELECT * FROM unnest(%(ids)s::uuid[], %(registered_on)s::date[]) AS unit(id, registered_on)),
calendar AS (
    SELECT * FROM unnest(%(months)s::date[], %(declare_by)s::date[], %(pay_by)s::date[])
    AS calendar(month, declare_by, pay_by)
),
first_pay AS (SELECT * FROM unnest(%(first_days)s::date[], %(first_lasts)s::date[]) AS first_pay(day, last)),
told AS (
    SELECT enterprise_id, month,
        (array_agg((filed_at AT TIME ZONE 'Asia/Phnom_Penh')::date ORDER BY filed_at, id))[1] AS filed_on,
        (array_agg(due_on ORDER BY filed_at, id))[1] AS due_on,
        (array_agg(occupational_risk + health_care + pension_employer + pension_worker
            ORDER BY filed_at DESC, id DESC))[1] AS amount
    FROM compliance_declaration
    WHERE enterprise_id = ANY(%(ids)s) AND filed_at < %(before)s AND month = ANY(%(months)s)
    GROUP BY enterprise_id, month
),
relieved AS (
    SELECT a.enterprise_id, c.month, bool_or(a.kind = 'late_accepted') AS excused,
        bool_or(a.kind = 'suspension') AS suspended
    FROM compliance_adjustment a
    JOIN calendar c ON c.month >= a.from_month AND c.month <= COALESCE(a.to_month, c.month)
    WHERE a.enterprise_id = ANY(%(ids)s) AND a.kind IN ('late_accepted', 'suspension')
      AND a.state IN ('granted', 'revoked') AND a.decided_at < %(before)s
      AND (a.revoked_at IS NULL OR a.revoked_at >= %(before)s)
    GROUP BY a.enterprise_id, c.month
),
due AS (
    SELECT u.id, c.month, t.filed_on, CASE WHEN r.suspended THEN 0 ELSE t.amount END AS amount,
        COALESCE(r.excused, false) AS excused, COALESCE(t.due_on, c.declare_by) AS due_on,
        CASE WHEN date_trunc('month', u.registered_on) = c.month
            THEN GREATEST(c.pay_by, COALESCE(f.last, c.pay_by)) ELSE c.pay_by END AS pay_by
    FROM unit u JOIN calendar c ON c.month >= date_trunc('month', u.registered_on)::date
    LEFT JOIN first_pay f ON f.day = u.registered_on
    LEFT JOIN told t ON t.enterprise_id = u.id AND t.month = c.month
    LEFT JOIN relieved r ON r.enterprise_id = u.id AND r.month = c.month
),
settled AS (
    SELECT d.*, COALESCE(p.paid, 0) AS paid, COALESCE(p.in_time, 0) AS in_time, p.taken_back
    FROM due d LEFT JOIN LATERAL (
        SELECT sum(p.amount) AS paid, sum(p.amount) FILTER (WHERE p.paid_on <= d.pay_by) AS in_time,
            bool_or(p.amount < 0) AS taken_back
        FROM compliance_payment p
        WHERE p.enterprise_id = d.id AND p.month = d.month AND p.received_at < %(before)s
    ) p ON true
)
SELECT id,
    count(*) FILTER (WHERE filed_on IS NOT NULL OR %(on)s > due_on),
    count(*) FILTER (WHERE filed_on IS NULL AND %(on)s > due_on),
    count(*) FILTER (WHERE filed_on > due_on AND NOT excused),
    count(*) FILTER (WHERE amount > 0 AND paid < amount AND %(on)s > pay_by),
    COALESCE(sum(amount - paid) FILTER (WHERE amount > 0 AND paid < amount AND %(on)s > pay_by), 0),
    count(*) FILTER (WHERE amount > 0 AND paid >= amount AND in_time < amount),
    count(*) FILTER (WHERE filed_on IS NOT NULL AND amount IS NULL),
    0,
    COALESCE(bool_or(taken_back), false)
FROM settled GROUP BY id
"""

FILL = """
INSERT INTO compliance_standingrow (enterprise_id, as_of, state, registered, staff, declarations, payments, headcount,
    findings, missing_declarations, late_declarations, late_payments, late_hires, computed_at)
SELECT * FROM unnest(%(id)s::uuid[], %(as_of)s::date[], %(state)s::text[], %(registered)s::text[], %(staff)s::text[],
    %(declarations)s::text[], %(payments)s::text[], %(headcount)s::text[], %(findings)s::text[],
    %(missing_declarations)s::int[], %(late_declarations)s::int[], %(late_payments)s::int[], %(late_hires)s::int[],
    %(computed_at)s::timestamptz[])
ON CONFLICT (enterprise_id) DO UPDATE SET as_of = EXCLUDED.as_of, state = EXCLUDED.state,
    registered = EXCLUDED.registered, staff = EXCLUDED.staff, declarations = EXCLUDED.declarations,
    payments = EXCLUDED.payments, headcount = EXCLUDED.headcount, findings = EXCLUDED.findings,
    missing_declarations = EXCLUDED.missing_declarations, late_declarations = EXCLUDED.late_declarations,
    late_payments = EXCLUDED.late_payments, late_hires = EXCLUDED.late_hires, computed_at = EXCLUDED.computed_at
"""

FORGET = "DELETE FROM compliance_standingrow WHERE computed_at < %(started)s"
