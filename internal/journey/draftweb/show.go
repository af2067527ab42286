package draftweb

import (
	"strconv"

	"github.com/a-h/templ"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/ui"
)

func nth(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

func orNothing(s, nothing string) string {
	if s == "" {
		return nothing
	}
	return s
}

func chosen(choices []ui.Choice) int {
	n := 0
	for _, c := range choices {
		if c.Chosen {
			n++
		}
	}
	return n
}

func dueDays(d *plan.Due) string {
	if d == nil || d.Days == 0 {
		return ""
	}
	return strconv.Itoa(d.Days)
}

func dueFrom(d *plan.Due) string {
	if d == nil {
		return string(plan.FromStart)
	}
	return string(d.From)
}

// requirements are what the owner may ask: only an employer demands (rule 8). One that stands there all the same is shown.
func requirements(v *partView, elective, recommended, mandatory string) []ui.Choice {
	out := []ui.Choice{
		{Value: string(plan.Elective), Text: elective, Chosen: v.Item.Requirement == plan.Elective},
		{Value: string(plan.Recommended), Text: recommended, Chosen: v.Item.Requirement == plan.Recommended},
	}
	if v.Demand || v.Item.Requirement == plan.Mandatory {
		out = append(out, ui.Choice{Value: string(plan.Mandatory), Text: mandatory, Chosen: v.Item.Requirement == plan.Mandatory})
	}
	return out
}

func introductions(v *partView, none, profession, workplace string) []ui.Option {
	out := []ui.Option{{Text: none}, {Value: string(plan.ProfessionIntroduction), Text: profession}}
	if v.Demand || v.Item.Introduction == plan.WorkplaceIntroduction {
		out = append(out, ui.Option{Value: string(plan.WorkplaceIntroduction), Text: workplace})
	}
	return out
}

// later is the day for all after the pilots, as it was typed.
func later(v *reviewView) string {
	if v.First == "nagra" {
		return v.Release.From
	}
	return ""
}

func tableRows(rows []countRow) []ui.Row {
	out := make([]ui.Row, len(rows))
	for i, r := range rows {
		out[i] = ui.Row{Head: ui.Text(r.Name), Cells: []templ.Component{ui.Text(r.All), ui.Text(r.Gain), ui.Text(r.Lose), ui.Text(r.Dates)}}
	}
	return out
}

// more counts what is chosen behind the last sentence.
func (f audienceForm) more() int {
	n := chosen(f.Roles) + chosen(f.Forms)
	if f.Licensed != "" {
		n++
	}
	return n
}
