package staffingweb

import (
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staffing"
	"yrkesresan/internal/staffing/roster"
	"yrkesresan/internal/staffing/spread"
)

// groupsView is the form of when people usually work.
type groupsView struct {
	Title, Unit string
	Units       []ui.Option
	Back        ui.Link
	People      []groupRow
	Options     []ui.Option
	Hint        string // what teams' names point at, to fill in by a press
	HintHref    string
	Filled      string // said when the form is filled in and not saved
	Wrong       string
	Clashes     []string
	Remarks     []string
	Unchanged   bool
}

type groupRow struct {
	Job, Name, Note string
	Was, Now        string
}

func (p *Pages) groups(w http.ResponseWriter, r *http.Request) error {
	unit, units, err := p.unit(r, may.BookStaff)
	if err != nil {
		return err
	}
	_, crew, err := p.Staffing.Crew(r.Context(), web.ActorOf(r.Context()), unit.ID)
	if err != nil {
		return err
	}
	v := groupsView{Units: units}
	return p.showGroups(w, r, http.StatusOK, unit, v, crew, r.URL.Query().Get("forslag") == "lag")
}

// showGroups shows the form; hints fills in what teams' names point at, for those of whom nothing is said.
func (p *Pages) showGroups(w http.ResponseWriter, r *http.Request, status int, unit org.Node, v groupsView, crew []staffing.Member, hints bool) error {
	c := p.catalog(r)
	v.Title, v.Unit, v.Back = c.T("staffing.groups_of", "unit", unit.Name), unit.ID, backHome(c, unit.ID)
	v.Options = []ui.Option{{Text: groupWord(c, spread.Unsaid)}}
	for _, g := range spread.Groups() {
		v.Options = append(v.Options, ui.Option{Value: string(g), Text: groupWord(c, g)})
	}
	typed := map[string]string{}
	for _, row := range v.People {
		typed[row.Job] = row.Now
	}
	v.People = nil
	n := 0
	for i := range crew {
		m := &crew[i]
		row := groupRow{Job: m.Job(), Name: nameOf(m), Was: string(m.Usual), Now: string(m.Usual), Note: noteOf(c, m)}
		if m.Usual == spread.Unsaid && m.Hint != spread.Unsaid {
			if n++; hints {
				row.Now = string(m.Hint)
			}
		}
		if now, have := typed[row.Job]; have {
			row.Now = now
		}
		v.People = append(v.People, row)
	}
	switch {
	case n > 0 && hints:
		v.Filled = c.T("staffing.hint_filled", "n", n)
	case n > 0 && len(typed) == 0:
		v.Hint, v.HintHref = c.T("staffing.hint", "n", n), page.At(groupsAt, "enhet", unit.ID, "forslag", "lag")
	}
	return p.render(w, r, status, v.Title, groupsPage(v))
}

func nameOf(m *staffing.Member) string {
	if strings.TrimSpace(m.FirstName+m.LastName) == "" {
		return m.Shown()
	}
	return m.Name()
}

// noteOf is what is told of somebody beside the name: team, title, and that the person is hourly or serves.
func noteOf(c *lang.Catalog, m *staffing.Member) string {
	var words []string
	if m.Team != "" {
		words = append(words, m.Team)
	}
	if m.Title != "" {
		words = append(words, m.Title)
	}
	if m.Form == "hourly" {
		words = append(words, c.T("staffing.hourly"))
	}
	if m.Serving {
		words = append(words, c.T("staffing.serving"))
	}
	return strings.Join(words, ", ")
}

func (p *Pages) setGroups(w http.ResponseWriter, r *http.Request) error {
	unit, units, err := p.unit(r, may.BookStaff)
	if err != nil {
		return err
	}
	var choices []staffing.Choice
	for name := range r.PostForm {
		job, is := strings.CutPrefix(name, "g.")
		if !is {
			continue
		}
		choices = append(choices, staffing.Choice{Job: job, Was: spread.Group(r.PostFormValue("was." + job)), Now: spread.Group(r.PostFormValue(name))})
	}
	slices.SortFunc(choices, func(a, b staffing.Choice) int { return strings.Compare(a.Job, b.Job) })
	a, c := web.ActorOf(r.Context()), p.catalog(r)
	n, clashes, err := p.Staffing.SetGroups(r.Context(), a, unit.ID, choices)
	if err == nil && len(clashes) == 0 {
		return web.Redirect(w, r, page.At(homeAt, "enhet", unit.ID, "klart", "grupper", "n", strconv.Itoa(n)))
	}
	v, status := groupsView{Units: units}, http.StatusConflict
	if err != nil {
		wrong, refused, err := refusedForm(c, err)
		if err != nil {
			return err
		}
		v.Wrong, status = wrong[""], refused
	}
	_, crew, err := p.Staffing.Crew(r.Context(), a, unit.ID)
	if err != nil {
		return err
	}
	for _, k := range clashes {
		i := slices.IndexFunc(crew, func(m staffing.Member) bool { return m.Job() == k.Job })
		if i < 0 {
			continue
		}
		v.People = append(v.People, groupRow{Job: k.Job, Now: string(k.Now)})
		v.Clashes = append(v.Clashes, c.T("staffing.clash", "name", nameOf(&crew[i]), "stands", groupWord(c, k.Stands), "yours", groupWord(c, k.Now)))
	}
	if status == http.StatusUnprocessableEntity {
		for _, k := range choices {
			v.People = append(v.People, groupRow{Job: k.Job, Now: string(k.Now)})
		}
	}
	return p.showGroups(w, r, status, unit, v, crew, false)
}

var errNoFile = fault.New(fault.Invalid, "staffing.list.choose")

// words are how lists say things.
func (p *Pages) words() roster.Words {
	c := p.Frame.Texts
	w := roster.Words{Groups: map[string]spread.Group{}}
	w.Number = strings.Split(c.T("staffing.list.number_words"), ", ")
	w.Group = strings.Split(c.T("staffing.list.group_words"), ", ")
	for _, g := range spread.Groups() {
		for word := range strings.SplitSeq(c.T("staffing.list.words."+string(g)), ", ") {
			w.Groups[word] = g
		}
	}
	return w
}

// readList reads a list and fills the form in with it: nothing is saved until the form is.
func (p *Pages) readList(w http.ResponseWriter, r *http.Request) error {
	unitID, file, size, err := receive(r)
	if file != nil {
		defer discard(file)
	}
	if f := fault.Of(err); err != nil && f == nil {
		return err
	}
	a, c := web.ActorOf(r.Context()), p.catalog(r)
	unit, findErr := p.Tree.Find(r.Context(), unitID, p.Staffing.Today())
	if unitID == "" || findErr != nil {
		if unit, _, findErr = p.unit(r, may.BookStaff); findErr != nil {
			return findErr
		}
	}
	_, crew, crewErr := p.Staffing.Crew(r.Context(), a, unit.ID)
	if crewErr != nil {
		return crewErr
	}
	var rows []roster.Row
	if err == nil {
		rows, err = roster.Read(file, size, p.words())
	}
	if err != nil {
		wrong, status, err := refusedForm(c, err)
		if err != nil {
			return err
		}
		return p.showGroups(w, r, status, unit, groupsView{Wrong: wrong[""]}, crew, false)
	}
	return p.fillIn(w, r, unit, crew, rows)
}

// fillIn shows the form with what a list says, and what is wrong with its rows.
func (p *Pages) fillIn(w http.ResponseWriter, r *http.Request, unit org.Node, crew []staffing.Member, rows []roster.Row) error {
	a, c := web.ActorOf(r.Context()), p.catalog(r)
	var listed []staffing.Listed
	var remarks []staffing.Remark
	for _, row := range rows {
		if row.Wrong != "" {
			remarks = append(remarks, staffing.Remark{Row: row.Row, Key: row.Wrong})
			continue
		}
		listed = append(listed, staffing.Listed{Row: row.Row, Number: row.Number, Group: row.Group})
	}
	choices, wrong, err := p.Staffing.Take(r.Context(), a, unit.ID, listed)
	if err != nil {
		return err
	}
	remarks = append(remarks, wrong...)
	slices.SortFunc(remarks, func(a, b staffing.Remark) int { return a.Row - b.Row })
	v, changed := groupsView{}, 0
	for _, k := range choices {
		v.People = append(v.People, groupRow{Job: k.Job, Now: string(k.Now)})
		if k.Now != k.Was {
			changed++
		}
	}
	for _, m := range remarks[:min(len(remarks), 200)] {
		v.Remarks = append(v.Remarks, c.T("staffing.list.row", "n", m.Row)+" "+c.T(m.Key))
	}
	v.Filled = c.T("staffing.list.filled", "n", len(choices), "changed", changed)
	status := http.StatusOK
	if len(remarks) > 0 {
		status = http.StatusUnprocessableEntity
		v.Wrong = c.T("staffing.list.wrong", "n", len(remarks))
	}
	return p.showGroups(w, r, status, unit, v, crew, false)
}

// receive takes the form apart as it comes: the unit first, then the file.
func receive(r *http.Request) (unitID string, file *os.File, size int64, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, 0, errNoFile
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return unitID, nil, 0, errNoFile
		}
		if err != nil {
			return unitID, nil, 0, tooLarge(err)
		}
		if part.FormName() != "fil" {
			text, err := io.ReadAll(io.LimitReader(part, 200))
			if err != nil {
				return unitID, nil, 0, tooLarge(err)
			}
			if part.FormName() == "enhet" {
				unitID = string(text)
			}
			continue
		}
		if part.FileName() == "" {
			return unitID, nil, 0, errNoFile
		}
		if file, err = os.CreateTemp("", "grupper-"); err != nil {
			return unitID, nil, 0, err
		}
		os.Remove(file.Name()) // where the system does not let go of an open file, discard does
		if size, err = io.Copy(file, part); err != nil {
			return unitID, file, 0, tooLarge(err)
		}
		return unitID, file, size, nil
	}
}

func discard(file *os.File) {
	file.Close()
	os.Remove(file.Name())
}

// tooLarge says so when that was why the reading ended.
func tooLarge(err error) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return fault.New(fault.Invalid, "staffing.list.large").With("max", "4")
	}
	return err
}
