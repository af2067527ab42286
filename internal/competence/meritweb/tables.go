package meritweb

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
)

// kindDoors lead to the form of each kind, keeping whose it is.
func kindDoors(ctx context.Context, f formView) (out []ui.Part) {
	for _, k := range formKinds() {
		q := url.Values{"sort": {string(k)}}
		if f.Person != "" {
			q.Set("person", f.Person)
		}
		if f.Place != "" {
			q.Set("enhet", f.Place)
		}
		out = append(out, ui.Part{Href: f.Action + "?" + q.Encode(), Title: lang.T(ctx, "merit.add_kind."+string(k)), Note: lang.T(ctx, "merit.about."+string(k))})
	}
	return out
}

// fromTip helps with the day; the transition gives its own.
func fromTip(ctx context.Context, f formView) string {
	if f.Kind == "title" {
		return lang.T(ctx, "merit.tip.from_title")
	}
	return ""
}

// closings are the ways that a validation ends.
func closings(ctx context.Context) (out []ui.Choice) {
	for _, s := range []competence.CaseState{competence.Whole, competence.Partial, competence.Stopped} {
		out = append(out, ui.Choice{Value: string(s), Text: lang.T(ctx, "merit.case."+string(s)), Note: lang.T(ctx, "merit.case_note."+string(s))})
	}
	return out
}

func mistakeTable(ctx context.Context, all []mistakeView) ui.TableProps {
	t := ui.TableProps{ID: "fel", Caption: lang.T(ctx, "merit.import.mistakes"), Cards: true,
		Columns: []ui.Column{{Title: lang.T(ctx, "merit.import.row"), Number: true}, {Title: lang.T(ctx, "merit.import.column")}, {Title: lang.T(ctx, "merit.import.mistake")}}}
	for _, m := range all {
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(m.Row), Cells: []templ.Component{ui.Text(m.Column), ui.Text(m.Text)}})
	}
	return t
}

func stagedTable(ctx context.Context, all []stagedRow) ui.TableProps {
	t := ui.TableProps{ID: "rader", Caption: lang.T(ctx, "merit.import.rows"), Cards: true,
		Columns: []ui.Column{{Title: lang.T(ctx, "merit.import.row"), Number: true}, {Title: lang.T(ctx, "merit.import.number")}, {Title: lang.T(ctx, "merit.import.kind")}, {Title: lang.T(ctx, "merit.import.what")}, {Title: lang.T(ctx, "merit.import.day")}}}
	for _, r := range all {
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(r.Row), Cells: []templ.Component{ui.Text(r.Number), ui.Text(r.Kind), ui.Text(r.What), ui.Text(r.Day)}})
	}
	return t
}
