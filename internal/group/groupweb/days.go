package groupweb

import (
	"yrkesresan/internal/group"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/lang"
)

// daysDo are the things to do about course days: seats that run out first, then who waits for an answer. Both come
// before the rest, since somebody waits for them.
func (p *Pages) daysDo(c *lang.Catalog, d group.DaysDue) (out []doView) {
	if d.Ending > 0 {
		out = append(out, doView{Title: c.T("group.do.offers", "n", d.Ending), Text: c.T("group.by.offers", "until", c.When(d.Until, p.Frame.Now())), Button: c.T("group.button.offers"), Href: d.Href})
	}
	if d.Asked > 0 {
		out = append(out, doView{Title: c.T("group.do.asked", "n", d.Asked), Text: c.T("group.by.asked", "date", date(c, plan.Date(d.Since))), Button: c.T("group.button.asked"), Href: d.Href})
	}
	return out
}
