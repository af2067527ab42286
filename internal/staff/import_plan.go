package staff

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff/sheet"
)

// plan is a file compared with what is known: what the file would do.
type plan struct {
	im       *Imports
	employer org.Node
	day      string
	rd       *reading
	st       *state
	forest   *forest
	guess    *guesser
	left     []string // people whose only employment has gone to another person
	result   ImportResult
	rows     []staged
	moves    []move
	managers managerPlan
}

// plan reads a file and compares it. It changes nothing.
func (im *Imports) plan(ctx context.Context, a may.Actor, employerID string, f File, o ImportOptions) (*plan, error) {
	p := &plan{im: im, day: im.Staff.Today()}
	var err error
	if p.employer, err = im.employer(ctx, a, may.ImportStaff, employerID); err != nil {
		return p, err
	}
	if p.rd, err = im.read(f); err != nil {
		return p, err
	}
	if !p.rd.refused {
		err = p.compare(ctx, o)
	}
	p.result.Refused = p.rd.refused
	p.finish()
	return p, err
}

func (p *plan) compare(ctx context.Context, o ImportOptions) error {
	nodes, err := org.Under(ctx, p.im.Staff.DB, p.employer.Path, p.day)
	if err != nil {
		return err
	}
	if p.st, err = p.im.load(ctx, p.employer, nodes); err != nil {
		return err
	}
	if p.guess, err = newGuesser(ctx, p.im.Staff.DB, p.im.Tree, p.employer.ID); err != nil {
		return err
	}
	if err := p.match(ctx); err != nil {
		return err
	}
	p.forest = newForest(p.employer, nodes, p.im.Staff.NewID)
	aliases, err := org.Aliases(ctx, p.im.Staff.DB, p.employer.ID)
	if err != nil {
		return err
	}
	p.forest.haunt(aliases)
	p.placeRows()
	p.nameOccupations()
	p.protect()
	if o.Partial {
		p.keepTheRest()
	}
	p.findManagers()
	p.difference()
	p.stop(o)
	return nil
}

// placeRows finds the unit and team of every row. Rows that tell more levels come first, among them
// those that tell an Ansvar, and those that only tell an Ansvar last: so the order of the file means
// nothing, and a second time every row finds what it found or made the first time.
func (p *plan) placeRows() {
	rows := p.rd.taken()
	p.forest.listen(rows)
	p.moves = p.forest.moves(rows)
	told := map[string]bool{}
	rank := func(e *entry) int {
		if e.row.Unit == "" {
			return 1
		}
		return -len(p.forest.levels(e.row.Operations))
	}
	bare := func(e *entry) int {
		if e.row.Ansvar == "" {
			return 1
		}
		return 0
	}
	for _, e := range slices.SortedStableFunc(slices.Values(rows), func(a, b *entry) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(bare(a), bare(b)))
	}) {
		p.placeRow(e, told)
	}
}

func (p *plan) placeRow(e *entry, told map[string]bool) {
	got := p.forest.find(e.row)
	if got.wrong != "" {
		p.rd.wrong(e, sheet.FieldAnsvar, got.wrong, nil)
		return
	}
	if key := got.doubt + got.unit.ID + nameKey(e.row.Unit); got.doubt != "" && !told[key] { // once a unit, not once a row
		told[key] = true
		p.rd.doubt(e, sheet.FieldUnit, got.doubt, map[string]string{"unit": got.unit.Name})
	}
	e.place = got.unit
	if got.team != nil {
		e.place = got.team
	}
}

// unitOf and teamOf are the two ids that a place stands for.
func (e *entry) unitOf() *place {
	if e.place.Kind == string(org.Team) {
		return e.place.parent
	}
	return e.place
}

func (e *entry) teamOf() string {
	if e.place.Kind == string(org.Team) {
		return e.place.ID
	}
	return ""
}

// nameOccupations maps titles to occupations and guesses service areas.
func (p *plan) nameOccupations() {
	for _, e := range p.rd.taken() {
		var mapped bool
		e.occupation, e.area, mapped = p.guess.of(e.row.Title, e.row.AID, e.unitOf())
		if !mapped && e.row.Title != "" {
			p.rd.doubt(e, sheet.FieldTitle, "staff.import.title_unmapped", map[string]string{"title": e.row.Title})
		}
	}
}

// stop is the safety stop: too many would end. Hourly staff do not end, and whose own last day has
// passed was to leave.
func (p *plan) stop(o ImportOptions) {
	var current, ended int
	for _, k := range p.st.known {
		if k.period == "" || k.now.Dormant || over(k.now.End, p.day) {
			continue
		}
		current++
		if !k.seen && !k.kept && k.now.Form != string(sheet.FormHourly) {
			ended++
		}
	}
	if current > 0 && float64(ended)*100 > o.MaxEnded*float64(current) {
		p.result.Stopped = true
		p.rd.errors = append(p.rd.errors, Note{Key: "staff.import.stopped", Args: map[string]string{
			"ended": strconv.Itoa(ended), "current": strconv.Itoa(current), "percent": strconv.FormatFloat(o.MaxEnded, 'f', -1, 64)}})
	}
}

// finish puts the result together.
func (p *plan) finish() {
	byRow := func(a, b Note) int { return cmp.Compare(a.Row, b.Row) }
	slices.SortStableFunc(p.rd.errors, byRow)
	slices.SortStableFunc(p.rd.warnings, byRow)
	p.result.Errors, p.result.Warnings = orEmpty(p.rd.errors), orEmpty(p.rd.warnings)
	p.result.CreatedNodes = []CreatedNode{}
	if p.forest == nil {
		return
	}
	for _, n := range p.forest.added {
		c := CreatedNode{Kind: n.Kind, Name: n.Name}
		if !n.parent.isNew {
			c.Parent = n.Parent
		}
		p.result.CreatedNodes = append(p.result.CreatedNodes, c)
	}
}

// nameNodes tells the ids of what has been made.
func (p *plan) nameNodes() {
	for i, n := range p.forest.added {
		p.result.CreatedNodes[i].ID, p.result.CreatedNodes[i].Parent = n.ID, n.Parent
	}
}

func orEmpty(n []Note) []Note {
	if n == nil {
		return []Note{}
	}
	return n
}
