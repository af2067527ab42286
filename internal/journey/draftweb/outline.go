package draftweb

import (
	"net/http"
	"strconv"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// row is a part of the draft in its list.
type row struct {
	Part, ID, Anchor, Title, Href string
	Notes                         []string
	Wrong                         []string // what must be mended
	Warn                          []string // what to look at
	First, Last                   bool
	New                           bool // not in the version before
	Gone                          bool // has a last day
	Keep                          bool // cannot be taken away here
}

type section struct {
	Title, Helper string
	Rows          []row
	Add           ui.Link
	Empty         string
	Block         *row // the heading's own part, for a block
}

type outlineView struct {
	ID, Title, Revision, Said string
	Changed                   string
	Head                      row
	Levels, Tracks, Paths     section
	Blocks                    []section
	AddBlock                  ui.Link
	Problems                  []ui.Problem
	Wrong                     int
	Changes                   int
}

// outline shows the whole draft, with what is wrong beside what it is about.
func (p *Pages) outline(w http.ResponseWriter, r *http.Request) error {
	return p.showOutline(w, r, http.StatusOK, nil)
}

func (p *Pages) showOutline(w http.ResponseWriter, r *http.Request, status int, f *fault.Fault) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	id, actor := r.PathValue("journey"), web.ActorOf(r.Context())
	d, err := p.Journeys.Draft(r.Context(), actor, id)
	if err != nil {
		return err
	}
	names, err := p.Journeys.Makers(r.Context(), actor, id, []string{d.ChangedBy})
	if err != nil {
		return err
	}
	v := &outlineView{ID: id, Title: d.Journey.Title, Revision: strconv.FormatInt(d.Revision, 10), Said: said(s, r, "sparat", "flyttat"), Problems: problems(s.c, f),
		Changed: s.t("draft_of", "who", s.who(names, d.ChangedBy), "date", s.c.Near(d.ChangedAt, p.Journeys.Now())), Changes: len(plan.Diff(&d.Before, &d.Journey))}
	for _, problem := range d.Problems {
		if !problem.Warning {
			v.Wrong++
		}
	}
	o := &outliner{s: s, d: &d, id: id, today: plan.Date(p.Today())}
	v.Head = o.row("resan", "", "", d.Journey.Title, false)
	v.Head.Notes = []string{d.Journey.Short, s.t("for_whom", "who", s.Audience(&d.Journey, d.Journey.Audience))}
	v.Levels, v.Tracks, v.Paths = o.levels(), o.tracks(), o.paths()
	for i := range d.Journey.Blocks {
		v.Blocks = append(v.Blocks, o.block(i))
	}
	v.AddBlock = ui.Link{Href: at(id, "/utkast/del/block"), Text: s.t("add.block")}
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, s.t("draft_title", "title", v.Title)), outlinePage(v))
}

type outliner struct {
	s     *speaker
	d     *journey.Draft
	id    string
	today plan.Date
}

// row makes a part's row; place is where its problems stand ("item/akk").
func (o *outliner) row(part, place, id, title string, isNew bool) row {
	href := at(o.id, "/utkast/del/", part)
	if id != "" {
		href += "?id=" + id
	}
	out := row{Part: part, ID: id, Title: title, Href: href, New: isNew && o.d.Base > 0, Anchor: part + "-" + id}
	for _, problem := range o.d.Problems {
		if where(problem) != place {
			continue
		}
		if problem.Warning {
			out.Warn = append(out.Warn, o.s.say(problem))
		} else {
			out.Wrong = append(out.Wrong, o.s.say(problem))
		}
	}
	return out
}

// ends notes the first and the last of a list: they cannot go further.
func ends(rows []row) []row {
	for i := range rows {
		rows[i].First, rows[i].Last = i == 0, i == len(rows)-1
	}
	return rows
}

func (o *outliner) add(part, key string) ui.Link {
	return ui.Link{Href: at(o.id, "/utkast/del/", part), Text: o.s.t("add." + key)}
}

func (o *outliner) levels() section {
	out := section{Title: o.s.t("levels"), Helper: o.s.c.T("journey.word.scheme." + string(o.d.Journey.Scheme.Kind)), Add: o.add("niva", "level")}
	if o.d.Journey.Scheme.Kind == "" {
		out.Helper = ""
	}
	for _, l := range o.d.Journey.Scheme.Levels {
		row := o.row("niva", "level/"+l.ID, l.ID, l.Title, !hasLevel(&o.d.Before, l.ID))
		row.Notes = []string{l.Helper}
		out.Rows = append(out.Rows, row)
	}
	out.Rows = ends(out.Rows)
	return out
}

func hasLevel(j *plan.Journey, id string) bool {
	for _, l := range j.Scheme.Levels {
		if l.ID == id {
			return true
		}
	}
	return false
}

func (o *outliner) tracks() section {
	out := section{Title: o.s.t("tracks"), Add: o.add("spar", "track"), Empty: o.s.t("no_tracks")}
	for _, t := range o.d.Journey.Tracks {
		isNew := true
		for _, before := range o.d.Before.Tracks {
			isNew = isNew && before.ID != t.ID
		}
		row := o.row("spar", "track/"+t.ID, t.ID, t.Title, isNew)
		row.Notes = []string{o.s.t("for_whom", "who", o.s.Audience(&o.d.Journey, t.Audience))}
		if t.Status == plan.Investigating {
			row.Notes = append(row.Notes, o.s.t("investigating"))
		}
		out.Rows = append(out.Rows, row)
	}
	out.Rows = ends(out.Rows)
	return out
}

func (o *outliner) paths() section {
	out := section{Title: o.s.t("paths"), Helper: o.s.t("paths_helper"), Add: o.add("vag", "path")}
	for _, path := range o.d.Journey.Parallel {
		isNew := true
		for _, before := range o.d.Before.Parallel {
			isNew = isNew && before.ID != path.ID
		}
		row := o.row("vag", "path/"+path.ID, path.ID, path.Title, isNew)
		row.Notes = []string{o.s.t("for_whom", "who", o.s.Audience(&o.d.Journey, path.Audience))}
		out.Rows = append(out.Rows, row)
	}
	out.Rows = ends(out.Rows)
	return out
}

func (o *outliner) block(i int) section {
	b := &o.d.Journey.Blocks[i]
	isNew := true
	for _, before := range o.d.Before.Blocks {
		isNew = isNew && before.ID != b.ID
	}
	head := o.row("block", "block/"+b.ID, b.ID, b.Title, isNew)
	head.First, head.Last, head.Keep = i == 0, i == len(o.d.Journey.Blocks)-1, len(b.Items) > 0
	out := section{Title: b.Title, Helper: b.Helper, Block: &head, Empty: o.s.t("no_items"),
		Add: ui.Link{Href: at(o.id, "/utkast/del/steg?block="+b.ID), Text: o.s.t("add.item", "block", b.Title)}}
	for k := range b.Items {
		out.Rows = append(out.Rows, o.item(&b.Items[k]))
	}
	out.Rows = ends(out.Rows)
	return out
}

func (o *outliner) item(it *plan.Item) row {
	_, had := o.d.Before.ItemAt(it.ID)
	row := o.row("steg", "item/"+it.ID, it.ID, o.s.itemName(it), had == nil)
	what := o.s.t("item_is", "requirement", o.s.Requirement(it.Requirement), "who", o.s.Audience(&o.d.Journey, it.Audience))
	if it.Kind != plan.CourseItem {
		what = o.s.t("text_is", "who", o.s.Audience(&o.d.Journey, it.Audience))
	}
	row.Notes = []string{what}
	if it.Due != nil {
		row.Notes = append(row.Notes, o.s.t("due_is", "due", o.s.Due(it.Due)))
	}
	if len(it.Requires) > 0 {
		row.Notes = append(row.Notes, o.s.Links(it.Requires))
	}
	if it.Retired != "" {
		row.Gone = true
		row.Notes = append(row.Notes, o.s.t("retired_is", "date", o.s.c.DateOf(string(it.Retired))))
	}
	if it.Course != "" && o.s.titles[it.Course] == "" {
		row.Warn = append(row.Warn, o.s.t("no_such_course", "id", it.Course))
	}
	row.Keep = had != nil && (had.Retired == "" || had.Retired > o.today)
	return row
}

// partOf names the parts as addresses do.
var partOf = map[string]plan.Part{"niva": plan.LevelPart, "spar": plan.TrackPart, "block": plan.BlockPart, "steg": plan.ItemPart, "vag": plan.PathPart}

// move takes a part one place up or down, or away.
func (p *Pages) move(w http.ResponseWriter, r *http.Request) error {
	id, part, which := r.PathValue("journey"), partOf[r.FormValue("del")], r.FormValue("id")
	if part == "" || which == "" {
		return p.notThere(w, r)
	}
	actor, err := web.ActorOf(r.Context()), error(nil)
	switch do := r.FormValue("gor"); {
	case do == "bort" && part == plan.ItemPart:
		_, err = p.Journeys.RemoveItem(r.Context(), actor, id, revisionOf(r), which)
	case do == "bort":
		_, _, err = p.Journeys.Change(r.Context(), actor, id, revisionOf(r), plan.RemovePart(part, which))
	case do == "upp", do == "ned":
		_, _, err = p.Journeys.Change(r.Context(), actor, id, revisionOf(r), plan.MovePart(part, which, do == "upp"))
	default:
		return p.notThere(w, r)
	}
	if f := refused(err); f != nil {
		return p.showOutline(w, r, web.Status(f), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, at(id, "/utkast?klart=flyttat#", r.FormValue("del"), "-", which))
}

// notThere answers a form that names nothing: whoever may not see the draft learns no more than that.
func (p *Pages) notThere(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.Journeys.Draft(r.Context(), web.ActorOf(r.Context()), r.PathValue("journey")); err != nil {
		return err
	}
	return p.showOutline(w, r, http.StatusConflict, journey.ErrPartGone)
}

func (p *Pages) discard(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("journey")
	before, err := p.Journeys.Draft(r.Context(), web.ActorOf(r.Context()), id)
	if err != nil {
		return err
	}
	err = p.Journeys.Discard(r.Context(), web.ActorOf(r.Context()), id, revisionOf(r))
	if f := refused(err); f != nil {
		return p.showOutline(w, r, web.Status(f), f)
	}
	if err != nil {
		return err
	}
	if before.Base == 0 {
		return web.Redirect(w, r, top+"?klart=slangt")
	}
	return web.Redirect(w, r, at(id, "?klart=kastat"))
}
