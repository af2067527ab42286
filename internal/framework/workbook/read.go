package workbook

import (
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/grid/rows"
)

// Names gives the id of what a person has written by name. A nil func leaves the text as it is.
type Names struct {
	Occupation, Service, Course func(name string) (id string, ok bool)
	Framework                   func(name string) (id string, ok bool)
	Free                        func(id string) bool // whether a new framework may have an id; nil: any
	Today                       time.Time            // tells the century of two-digit years
}

// Read is what a workbook says, and where each part stood in it.
type Read struct {
	Frame    frame.Frame
	Problems []rows.Problem
	places   map[spot]place
}

// spot names a part of a framework as a frame.Problem does.
type spot struct {
	part frame.Part
	id   string
	nth  int
}

type place struct {
	sheet string
	row   int
}

// reader reads one workbook.
type reader struct {
	Read
	names    Names
	from1904 bool
	areas    map[string]int    // folded id or name → index
	byID     map[string][2]int // requirement id → area, index
	byName   map[string]string // folded name → requirement id; "" when several have it
	last     string            // id of the requirement of the row before
}

// From reads the sheets of a workbook. Base, when given, is what the framework says in sheets that the file does not have;
// without it the first sheet must be there. A file of separated text is the sheet of requirements and goals. What is wrong is
// in Problems by row and column; what the framework says is for Check.
func From(sheets []rows.Sheet, base *frame.Frame, names Names) *Read {
	r := &reader{Read: Read{places: map[spot]place{}}, names: names, areas: map[string]int{}, byID: map[string][2]int{}, byName: map[string]string{}}
	if base != nil {
		r.Frame = *base.Copy()
		r.Frame.Changes = nil
	}
	found := map[string]*table{}
	for i := range sheets {
		t := r.table(&sheets[i])
		if t != nil && found[t.name] == nil {
			found[t.name] = t
		}
	}
	if found[headSheet] == nil && base == nil {
		r.wrong(place{}, "", "no_sheet", "sheet", headSheet)
	}
	if found[goalSheet] == nil && found[headSheet] == nil {
		r.wrong(place{}, "", "no_sheet", "sheet", goalSheet)
		return &r.Read
	}
	r.head(found[headSheet])
	r.levels(found[levelSheet])
	r.goals(found[goalSheet])
	r.grounds(found[groundSheet])
	r.evidence(found[evidenceSheet])
	r.changes(found[changeSheet])
	if r.Frame.ID == "" && r.Frame.Name != "" {
		r.Frame.ID = frame.NewID(r.Frame.Name, func(id string) bool { return names.Free != nil && !names.Free(id) })
	}
	return &r.Read
}

// wrong notes something wrong in the file.
func (r *reader) wrong(at place, column, key string, args ...string) {
	p := rows.Problem{Row: at.row, Sheet: at.sheet, Column: column, Key: "framework.file." + key}
	for i := 0; i+1 < len(args); i += 2 {
		if p.Args == nil {
			p.Args = map[string]string{}
		}
		p.Args[args[i]] = args[i+1]
	}
	r.Problems = append(r.Problems, p)
}

// head reads the first sheet: a field a row.
func (r *reader) head(t *table) {
	if t == nil {
		return
	}
	f := &r.Frame
	r.places[spot{frame.Whole, "", 0}] = place{t.sheet, 0}
	for _, l := range t.lines {
		value, at := l.text(colValue), place{t.sheet, l.number}
		field := fold(l.text(colField))
		switch field {
		case "":
			continue
		case fold(fieldID):
			f.ID = value
		case fold(fieldName):
			f.Name = value
		case fold(fieldAbout):
			f.About = value
		case fold(fieldShell):
			f.Shell = r.yes(at, colValue, value)
		case fold(fieldExpect):
			f.Expect = r.whole(at, colValue, value)
		case fold(fieldLinks):
			f.Links = named(value, r.names.Framework)
		case fold(fieldOccupations):
			f.Occupations = named(value, r.names.Occupation)
		case fold(fieldService):
			f.Service = named(value, r.names.Service)
		default:
			r.wrong(at, colField, "field", "field", l.text(colField))
		}
		r.places[spot{frame.Whole, headFields[field], 0}] = at
	}
}

// headFields is what a frame calls the fields of the first sheet.
var headFields = map[string]string{fold(fieldID): "id", fold(fieldName): "name", fold(fieldAbout): "about", fold(fieldShell): "shell",
	fold(fieldExpect): "expect", fold(fieldLinks): "links", fold(fieldOccupations): "occupations", fold(fieldService): "service"}

func (r *reader) levels(t *table) {
	if t == nil {
		return
	}
	r.Frame.Levels = nil
	taken := map[string]bool{}
	for _, l := range t.lines {
		level := frame.Level{Key: l.text(colLevelID), Name: l.text(colLevel), About: l.text(colLevelAbout)}
		if level.Key == "" {
			level.Key = frame.NewID(level.Name, func(id string) bool { return taken[id] })
		}
		taken[level.Key] = true
		r.Frame.Levels = append(r.Frame.Levels, level)
		r.places[spot{frame.LevelPart, level.Key, len(r.Frame.Levels)}] = place{t.sheet, l.number}
	}
}

// level gives the key of a level that is written by key or by name.
func (r *reader) level(text string) string {
	for _, l := range r.Frame.Scheme() {
		if l.Key == text {
			return text
		}
	}
	for _, l := range r.Frame.Scheme() {
		if fold(l.Name) == fold(text) {
			return l.Key
		}
	}
	return text
}

func (r *reader) goals(t *table) {
	if t == nil {
		return
	}
	r.Frame.Areas = nil
	for _, l := range t.lines {
		at := place{t.sheet, l.number}
		area := r.area(l, at)
		if area < 0 {
			continue
		}
		if req := r.requirement(l, at, area); req != nil {
			r.goal(l, at, req)
		}
	}
	for i := range r.Frame.Areas {
		for k := range r.Frame.Areas[i].Requirements {
			frame.NameGoals(&r.Frame.Areas[i].Requirements[k])
		}
	}
}

// area gives the area that a row stands in. Of a known one the row may repeat what was said, and nothing else.
func (r *reader) area(l line, at place) int {
	id, name, about := l.text(colAreaID), l.text(colArea), l.text(colAreaAbout)
	if id == "" && name == "" {
		r.wrong(at, colArea, "no_area")
		return -1
	}
	i, ok := -1, false
	if id != "" {
		i, ok = r.areas["id "+id]
	} else {
		i, ok = r.areas["name "+fold(name)]
	}
	if !ok {
		if id == "" {
			id = frame.NewID(name, func(id string) bool { _, taken := r.areas["id "+id]; return taken })
		}
		r.Frame.Areas = append(r.Frame.Areas, frame.Area{ID: id, Name: name, About: about})
		i = len(r.Frame.Areas) - 1
		r.areas["id "+id], r.areas["name "+fold(name)] = i, i
		r.places[spot{frame.AreaPart, id, 0}] = at
		return i
	}
	a := &r.Frame.Areas[i]
	r.same(at, colArea, &a.Name, name)
	r.same(at, colAreaAbout, &a.About, about)
	return i
}

// same takes a text that was not said before, and tells when it is another than before.
func (r *reader) same(at place, column string, had *string, text string) {
	switch {
	case text == "" || text == *had:
	case *had == "":
		*had = text
	default:
		r.wrong(at, column, "differs", "first", *had)
	}
}

func (r *reader) requirement(l line, at place, area int) *frame.Requirement {
	id, name := l.text(colReqID), l.text(colReq)
	a := &r.Frame.Areas[area]
	if id == "" && name == "" {
		if l.text(colGoal) == "" && l.text(colReqAbout) == "" {
			return nil // an area without requirements
		}
		if r.last == "" {
			r.wrong(at, colReq, "no_requirement")
			return nil
		}
		id = r.last // the requirement of the row above
	}
	if id == "" {
		for i := range a.Requirements {
			if fold(a.Requirements[i].Name) == fold(name) {
				id = a.Requirements[i].ID
			}
		}
	}
	if where, ok := r.byID[id]; id != "" && ok {
		if where[0] != area {
			r.wrong(at, colReqID, "two_areas", "id", id)
			return nil
		}
		r.last = id
		return r.more(l, at, &a.Requirements[where[1]])
	}
	if id == "" {
		id = frame.NewID(name, func(id string) bool { _, taken := r.byID[id]; return taken })
	}
	a.Requirements = append(a.Requirements, frame.Requirement{ID: id, Name: name, About: l.text(colReqAbout),
		Formal: r.yes(at, colFormal, l.text(colFormal)), Lowest: r.level(l.text(colLowest)), Risk: r.yes(at, colRisk, l.text(colRisk)),
		Tags: named(l.text(colTags), nil), Months: r.whole(at, colMonths, l.text(colMonths))})
	r.byID[id] = [2]int{area, len(a.Requirements) - 1}
	if _, several := r.byName[fold(name)]; several {
		r.byName[fold(name)] = ""
	} else {
		r.byName[fold(name)] = id
	}
	r.places[spot{frame.RequirePart, id, 0}] = at
	r.last = id
	return &a.Requirements[len(a.Requirements)-1]
}

// more takes what a further row of a requirement repeats.
func (r *reader) more(l line, at place, req *frame.Requirement) *frame.Requirement {
	r.same(at, colReq, &req.Name, l.text(colReq))
	r.same(at, colReqAbout, &req.About, l.text(colReqAbout))
	if low := r.level(l.text(colLowest)); low != "" {
		r.same(at, colLowest, &req.Lowest, low)
	}
	for _, c := range []struct {
		column string
		is     bool
	}{{colFormal, req.Formal}, {colRisk, req.Risk}} {
		if text := l.text(c.column); text != "" && r.yes(at, c.column, text) != c.is {
			r.wrong(at, c.column, "differs", "first", yes(c.is))
		}
	}
	if text := l.text(colMonths); text != "" && r.whole(at, colMonths, text) != req.Months {
		r.wrong(at, colMonths, "differs", "first", strconv.Itoa(req.Months))
	}
	if text := l.text(colTags); text != "" && strings.Join(named(text, nil), ", ") != strings.Join(req.Tags, ", ") {
		r.wrong(at, colTags, "differs", "first", strings.Join(req.Tags, ", "))
	}
	return req
}

func (r *reader) goal(l line, at place, req *frame.Requirement) {
	g := frame.Goal{ID: l.text(colGoalID), Text: l.text(colGoal), Kind: hear(kindWords, l.text(colKind)), Form: hear(formWords, l.text(colForm)), Level: r.level(l.text(colGoalLevel))}
	if g == (frame.Goal{}) {
		return
	}
	req.Goals = append(req.Goals, g)
	r.places[spot{frame.GoalPart, req.ID, len(req.Goals)}] = at
}

// of finds the requirement that a row is about, by id or by a name that only one has.
func (r *reader) of(l line, at place) (*frame.Requirement, bool) {
	id, name := l.text(colReqID), l.text(colReq)
	if id == "" && name == "" {
		return nil, true // the framework itself
	}
	if id == "" {
		id = r.byName[fold(name)]
	}
	if req, _, ok := r.Frame.Find(id); ok {
		return req, true
	}
	column, text := colReqID, l.text(colReqID)
	if text == "" {
		column, text = colReq, name
	}
	r.wrong(at, column, "unknown_requirement", "id", text)
	return nil, false
}

func (r *reader) grounds(t *table) {
	if t == nil {
		return
	}
	r.Frame.Grounds = nil
	for i := range r.Frame.Areas {
		for k := range r.Frame.Areas[i].Requirements {
			r.Frame.Areas[i].Requirements[k].Grounds = nil
		}
	}
	for _, l := range t.lines {
		at := place{t.sheet, l.number}
		req, ok := r.of(l, at)
		if !ok {
			continue
		}
		g := frame.Ground{Basis: hear(basisWords, l.text(colBasis)), Reference: l.text(colReference), URL: l.text(colURL),
			From: r.day(l.text(colFrom)), Until: r.day(l.text(colUntil))}
		into, id := &r.Frame.Grounds, ""
		if req != nil {
			into, id = &req.Grounds, req.ID
		}
		*into = append(*into, g)
		r.places[spot{frame.GroundPart, id, len(*into)}] = at
	}
}

func (r *reader) evidence(t *table) {
	if t == nil {
		return
	}
	for i := range r.Frame.Areas {
		for k := range r.Frame.Areas[i].Requirements {
			r.Frame.Areas[i].Requirements[k].Evidence = nil
		}
	}
	for _, l := range t.lines {
		at := place{t.sheet, l.number}
		req, ok := r.of(l, at)
		if !ok {
			continue
		}
		if req == nil {
			r.wrong(at, colReqID, "no_requirement")
			continue
		}
		e := frame.Evidence{By: hear(byWords, l.text(colBy)), Ref: l.text(colRef), Level: r.level(l.text(colGives)), Orientation: l.text(colOrientation),
			Credits: r.amount(at, colCredits, l.text(colCredits)), Months: r.whole(at, colMonths, l.text(colMonths))}
		switch e.By {
		case frame.ByAssessment:
			e.Ref = hear(assessorWords, e.Ref)
		case frame.ByCourse:
			e.Ref = oneNamed(e.Ref, r.names.Course)
		case frame.ByLicence, frame.ByTitle:
			e.Ref = oneNamed(e.Ref, r.names.Occupation)
		}
		req.Evidence = append(req.Evidence, e)
		r.places[spot{frame.EvidencePart, req.ID, len(req.Evidence)}] = at
	}
}

func (r *reader) changes(t *table) {
	if t == nil {
		return
	}
	for _, l := range t.lines {
		r.Frame.Changes = append(r.Frame.Changes, frame.Change{From: l.text(colChangeFrom), To: l.text(colChangeTo)})
		r.places[spot{frame.ChangePart, l.text(colChangeFrom), len(r.Frame.Changes)}] = place{t.sheet, l.number}
	}
}

// named splits a list at commas and line breaks, and looks names up.
func named(text string, id func(string) (string, bool)) (out []string) {
	for _, one := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if one = strings.TrimSpace(one); one != "" {
			out = append(out, oneNamed(one, id))
		}
	}
	return out
}

func oneNamed(text string, id func(string) (string, bool)) string {
	if id != nil {
		if found, ok := id(text); ok {
			return found
		}
	}
	return text
}

// day reads a date as a person writes it; what is none is left for Check to say so.
func (r *reader) day(text string) string {
	if d, ok := rows.Day(text, r.names.Today, r.from1904); ok {
		return d
	}
	return text
}

func (r *reader) yes(at place, column, text string) bool {
	switch fold(text) {
	case "ja", "j", "x", "sant", "true", "1":
		return true
	case "", "nej", "n", "falskt", "false", "0":
		return false
	}
	r.wrong(at, column, "yes", "text", text)
	return false
}

func (r *reader) whole(at place, column, text string) int {
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 1_000_000 {
		r.wrong(at, column, "number", "text", text)
		return 0
	}
	return n
}

func (r *reader) amount(at place, column, text string) float64 {
	if text == "" {
		return 0
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(strings.ReplaceAll(text, " ", ""), ",", "."), 64)
	if err != nil || n != n || n < 0 || n > 1_000_000 {
		r.wrong(at, column, "number", "text", text)
		return 0
	}
	return n
}
