package draftweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// conflict is a field that two have changed at once.
type conflict struct{ Field, Theirs, Mine string }

// partView is the form of one part. Which of the fields it has follows from Part.
type partView struct {
	JourneyID, Journey, Part, ID, Revision, Heading string
	Isnt                                            bool // it is new
	Problems                                        []ui.Problem
	Wrong                                           map[string]string
	Beside                                          []string // what the check says of the part as it is saved
	Conflicts                                       []conflict
	Audience                                        *audienceForm

	Head      plan.Journey
	Overlaps  []ui.Choice
	Managers  []ui.Choice
	Level     plan.Level
	Track     plan.Track
	Block     plan.Block
	Levels    []ui.Option
	Item      plan.Item
	InBlock   string
	Blocks    []ui.Option
	Courses   []ui.Option
	Demand    bool // the owner may make mandatory and block (rule 8)
	Tags      []ui.Choice
	Requires  []plan.Link
	Path      plan.Path
	Retirable bool // people have it
}

// mostLinks is how many courses an item can ask for in the form.
const mostLinks = 3

func (p *Pages) askPart(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("journey")
	d, err := p.Journeys.Draft(r.Context(), web.ActorOf(r.Context()), id)
	if err != nil {
		return err
	}
	typed, ok := partFrom(&d.Journey, r.PathValue("part"), r.FormValue("id"), r.FormValue("block"))
	if !ok {
		return journey.ErrPartGone
	}
	return p.showPart(w, r, http.StatusOK, &d, typed, nil, nil)
}

// typed is a part as it stands in the form.
type typed struct {
	part, id, block string
	head            plan.Journey
	level           plan.Level
	track           plan.Track
	b               plan.Block
	item            plan.Item
	path            plan.Path
}

// partFrom finds a part of the draft, or begins a new one.
func partFrom(j *plan.Journey, part, id, block string) (t typed, ok bool) {
	t = typed{part: part, id: id, block: block, head: *j, track: plan.Track{Status: plan.TrackLive}, b: plan.Block{Kind: plan.Base},
		item: plan.Item{Kind: plan.CourseItem, Requirement: plan.Elective}}
	if part != "resan" && partOf[part] == "" {
		return t, false
	}
	if id == "" || part == "resan" {
		return t, true
	}
	find := func(n int, is func(int) bool, take func(int)) bool {
		for i := range n {
			if is(i) {
				take(i)
				return true
			}
		}
		return false
	}
	switch part {
	case "niva":
		ls := j.Scheme.Levels
		ok = find(len(ls), func(i int) bool { return ls[i].ID == id }, func(i int) { t.level = ls[i] })
	case "spar":
		ok = find(len(j.Tracks), func(i int) bool { return j.Tracks[i].ID == id }, func(i int) { t.track = j.Tracks[i] })
	case "block":
		ok = find(len(j.Blocks), func(i int) bool { return j.Blocks[i].ID == id }, func(i int) { t.b = j.Blocks[i] })
	case "vag":
		ok = find(len(j.Parallel), func(i int) bool { return j.Parallel[i].ID == id }, func(i int) { t.path = j.Parallel[i] })
	case "steg":
		var b *plan.Block
		var it *plan.Item
		if b, it = j.ItemAt(id); it != nil {
			t.item, t.block, ok = *it, b.ID, true
		}
	}
	return t, ok
}

// readPart reads the form; before is the part as it is in the draft, whose fields that the form does not have are kept.
func readPart(r *http.Request, j *plan.Journey, t typed) typed {
	switch t.part {
	case "resan":
		t.head.Title, t.head.Short, t.head.Target = trimmed(r, "title"), trimmed(r, "short"), trimmed(r, "target")
		t.head.Status = plan.JourneyStatus(oneOf(r.FormValue("status"), string(plan.Live), string(plan.Planned)))
		t.head.Overlaps, t.head.Managers, t.head.Priority = many(r, "overlaps"), many(r, "managers"), number(r.FormValue("priority"))
		t.head.Scheme.Kind = plan.SchemeKind(oneOf(r.FormValue("scheme"), string(plan.Content), string(plan.Experience)))
		t.head.Scheme.Years = ""
		if t.head.Scheme.Kind == plan.Experience {
			t.head.Scheme.Years = plan.YearsIn(oneOf(r.FormValue("years"), string(plan.YearsInOccupation), string(plan.YearsInArea)))
		}
		t.head.Audience = readAudience(r, t.head.Audience)
	case "niva":
		t.level.Title, t.level.Helper, t.level.Years = trimmed(r, "title"), trimmed(r, "helper"), number(r.FormValue("from_years"))
		t.level.Over = r.FormValue("over_years") != ""
	case "spar":
		t.track.Title, t.track.Note = trimmed(r, "title"), trimmed(r, "note")
		t.track.Status = plan.TrackStatus(oneOf(r.FormValue("status"), string(plan.TrackLive), string(plan.Investigating)))
		t.track.Audience = readAudience(r, t.track.Audience)
	case "block":
		t.b.Title, t.b.Helper, t.b.Level = trimmed(r, "title"), trimmed(r, "helper"), r.FormValue("level")
		t.b.Kind = plan.BlockKind(oneOf(r.FormValue("kind"), string(plan.Base), string(plan.Advanced), string(plan.Expert), string(plan.Workplace), string(plan.Manager), string(plan.StepBlock)))
		t.b.Audience = readAudience(r, t.b.Audience)
	case "steg":
		t.item, t.block = readItem(r, t.item), r.FormValue("block")
	case "vag":
		t.path.Title, t.path.Text, t.path.URL = trimmed(r, "title"), trimmed(r, "text"), trimmed(r, "url")
		t.path.Audience = readAudience(r, t.path.Audience)
	}
	return t
}

func oneOf(s string, words ...string) string {
	if slices.Contains(words, s) {
		return s
	}
	return words[0]
}

func readItem(r *http.Request, it plan.Item) plan.Item {
	it.Kind = plan.ItemKind(oneOf(r.FormValue("kind"), string(plan.CourseItem), string(plan.Info), string(plan.Activity)))
	it.Course = ""
	if it.Kind == plan.CourseItem {
		it.Course = r.FormValue("course")
	}
	it.Title, it.Text, it.URL = trimmed(r, "title"), trimmed(r, "text"), trimmed(r, "url")
	it.Requirement = plan.Requirement(oneOf(r.FormValue("requirement"), string(plan.Elective), string(plan.Recommended), string(plan.Mandatory)))
	it.Due = nil
	if days := strings.TrimSpace(r.FormValue("days")); days != "" {
		it.Due = &plan.Due{Days: number(days), From: plan.Anchor(oneOf(r.FormValue("from"), string(plan.FromStart), string(plan.FromAssigned)))}
	}
	it.Since, it.Retired = plan.Date(trimmed(r, "since")), plan.Date(trimmed(r, "retired"))
	it.Requires = nil
	for i := range mostLinks {
		n := strconv.Itoa(i + 1)
		if c := r.FormValue("first" + n); c != "" {
			it.Requires = append(it.Requires, plan.Link{Course: c, Mode: plan.Mode(oneOf(r.FormValue("mode"+n), string(plan.Warn), string(plan.BlockMode))), Why: trimmed(r, "why"+n)})
		}
	}
	it.Introduction = plan.Introduction(oneOf(r.FormValue("introduction"), "", string(plan.ProfessionIntroduction), string(plan.WorkplaceIntroduction)))
	it.DoneBy = ""
	if r.FormValue("attended") != "" {
		it.DoneBy = plan.Attended
	}
	it.Tags = many(r, "tags")
	it.Audience = readAudience(r, it.Audience)
	return it
}

// savePart saves one part. What is wrong in itself (a day that is none, no title) is refused at once; what the check of the
// whole journey finds is saved and shown.
func (p *Pages) savePart(w http.ResponseWriter, r *http.Request) error {
	id, actor := r.PathValue("journey"), web.ActorOf(r.Context())
	d, err := p.Journeys.Draft(r.Context(), actor, id)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	t, ok := partFrom(&d.Journey, r.PathValue("part"), r.FormValue("id"), r.FormValue("block"))
	if !ok {
		return p.showOutline(w, r, http.StatusConflict, journey.ErrPartGone)
	}
	t = readPart(r, &d.Journey, t)
	edit, f := t.edit(&d.Journey)
	if f != nil {
		return p.showPart(w, r, web.Status(f), &d, t, f, nil)
	}
	after, conflicts, err := p.Journeys.Change(r.Context(), actor, id, revisionOf(r), edit)
	if f := refused(err); f != nil {
		return p.showPart(w, r, web.Status(f), &d, t, f, nil)
	}
	if err != nil {
		return err
	}
	if len(conflicts) > 0 {
		return p.showPart(w, r, http.StatusConflict, &after, t, nil, conflicts)
	}
	return web.Redirect(w, r, at(id, "/utkast?klart=sparat#", t.part, "-", t.id))
}

// edit makes the edit, and for what is new its id, which never changes.
func (t *typed) edit(j *plan.Journey) (plan.Edit, *fault.Fault) {
	name := func(part plan.Part, title string) *fault.Fault {
		if title == "" {
			return journey.ErrNoTitle.On("title")
		}
		if t.id == "" {
			t.id = j.NewID(part, title)
		}
		return nil
	}
	switch t.part {
	case "resan":
		if t.head.Title == "" {
			return nil, journey.ErrNoTitle.On("title")
		}
		return plan.PutHead(t.head), nil
	case "niva":
		f := name(plan.LevelPart, t.level.Title)
		t.level.ID = t.id
		return plan.PutLevel(t.level), f
	case "spar":
		f := name(plan.TrackPart, t.track.Title)
		t.track.ID = t.id
		return plan.PutTrack(t.track), f
	case "block":
		f := name(plan.BlockPart, t.b.Title)
		t.b.ID = t.id
		return plan.PutBlock(t.b), f
	case "vag":
		f := name(plan.PathPart, t.path.Title)
		t.path.ID = t.id
		return plan.PutPath(t.path), f
	}
	return t.editItem(j, name)
}

func (t *typed) editItem(j *plan.Journey, name func(plan.Part, string) *fault.Fault) (plan.Edit, *fault.Fault) {
	for field, day := range map[string]plan.Date{"since": t.item.Since, "retired": t.item.Retired} {
		if _, ok := plan.ParseDate(string(day)); day != "" && !ok {
			return nil, journey.ErrNoDay.On(field)
		}
	}
	title := t.item.Title
	if t.item.Kind == plan.CourseItem {
		if t.item.Course == "" {
			return nil, journey.ErrNoCourse.On("course")
		}
		if title = t.item.Course; t.id == "" && t.block == "" && len(j.Blocks) > 0 {
			t.block = j.Blocks[0].ID
		}
	}
	f := name(plan.ItemPart, title)
	t.item.ID = t.id
	return plan.PutItem(t.block, t.item), f
}

// showPart shows the form of a part.
func (p *Pages) showPart(w http.ResponseWriter, r *http.Request, status int, d *journey.Draft, t typed, f *fault.Fault, conflicts []plan.Change) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	j := &d.Journey
	v := &partView{JourneyID: j.ID, Journey: j.Title, Part: t.part, ID: t.id, Isnt: t.id == "" && t.part != "resan", Revision: strconv.FormatInt(d.Revision, 10),
		Problems: problems(s.c, f), Wrong: map[string]string{}, Demand: j.OwnerKind.MayDemand(), Head: t.head, Level: t.level, Track: t.track, Block: t.b, Item: t.item,
		InBlock: t.block, Path: t.path}
	if f != nil {
		v.Wrong[f.Field] = page.Say(s.c, f)
	}
	place, audience, byTrack := "", (*plan.Audience)(nil), true
	title := ""
	switch t.part {
	case "resan":
		audience, byTrack, title = t.head.Audience, false, s.t("head")
		p.fillHead(s, v, j)
		if err := p.overlaps(r, v); err != nil {
			return err
		}
	case "niva":
		place, title = "level/"+t.id, t.level.Title
	case "spar":
		place, audience, byTrack, title = "track/"+t.id, t.track.Audience, false, t.track.Title
	case "block":
		place, audience, title = "block/"+t.id, t.b.Audience, t.b.Title
		v.Levels = append(v.Levels, ui.Option{Text: s.t("no_level")})
		for _, l := range j.Scheme.Levels {
			v.Levels = append(v.Levels, ui.Option{Value: l.ID, Text: l.Title})
		}
	case "vag":
		place, audience, title = "path/"+t.id, t.path.Audience, t.path.Title
	case "steg":
		place, audience, title = "item/"+t.id, t.item.Audience, s.itemName(&t.item)
		p.fillItem(s, v, d)
	}
	if t.part != "niva" {
		form := s.audience(j, audience, byTrack)
		v.Audience = &form
	}
	v.Heading = s.t("part."+t.part+".edit", "title", title)
	if v.Isnt {
		v.Heading = s.t("part." + t.part + ".new")
	}
	for _, problem := range d.Problems {
		if where(problem) == place && !v.Isnt {
			v.Beside = append(v.Beside, s.say(problem))
		}
	}
	for i := range conflicts {
		field, theirs, mine := conflicts[i].Told(s.Words)
		v.Conflicts = append(v.Conflicts, conflict{field, theirs, mine})
	}
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, v.Heading), partPage(v))
}

func (p *Pages) fillHead(s *speaker, v *partView, j *plan.Journey) {
	for _, o := range s.ref.Occupations {
		if o.Retired != "" && !has(v.Head.Managers, o.ID) {
			continue
		}
		v.Managers = append(v.Managers, ui.Choice{Value: o.ID, Text: o.Name, Chosen: has(v.Head.Managers, o.ID)})
	}
}

// overlaps are the journeys that this one may be about the same work as.
func (p *Pages) overlaps(r *http.Request, v *partView) error {
	all, err := p.Journeys.Names(r.Context(), p.Today())
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.ID != v.JourneyID {
			v.Overlaps = append(v.Overlaps, ui.Choice{Value: one.ID, Text: one.Title, Chosen: has(v.Head.Overlaps, one.ID)})
		}
	}
	return nil
}

func (p *Pages) fillItem(s *speaker, v *partView, d *journey.Draft) {
	for _, b := range d.Journey.Blocks {
		v.Blocks = append(v.Blocks, ui.Option{Value: b.ID, Text: b.Title})
	}
	var courses []ui.Option
	for id, title := range s.titles {
		courses = append(courses, ui.Option{Value: id, Text: title})
	}
	if v.Item.Course != "" && s.titles[v.Item.Course] == "" {
		courses = append(courses, ui.Option{Value: v.Item.Course, Text: v.Item.Course})
	}
	sortOptions(courses)
	v.Courses = append([]ui.Option{{}}, courses...)
	v.Requires = make([]plan.Link, mostLinks)
	copy(v.Requires, v.Item.Requires)
	for _, tag := range s.ref.Tags {
		if tag.Retired != "" && !has(v.Item.Tags, tag.ID) {
			continue
		}
		v.Tags = append(v.Tags, ui.Choice{Value: tag.ID, Text: tag.Name, Chosen: has(v.Item.Tags, tag.ID)})
	}
	for _, id := range v.Item.Tags {
		if !slices.ContainsFunc(v.Tags, func(c ui.Choice) bool { return c.Value == id }) {
			v.Tags = append(v.Tags, ui.Choice{Value: id, Text: id, Chosen: true})
		}
	}
	_, had := d.Before.ItemAt(v.ID)
	v.Retirable = had != nil
}
