package describeweb

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/profile"
)

// editView is the form of a description.
type editView struct {
	head
	At         string
	Sections   []section
	Now, Ahead []ui.Choice
	Revision   int64
	From       string
	Wrongs     map[string]string
	Begins     string // what the draft begins with
	HasDraft   bool
	Theirs     []section // what somebody has saved meanwhile
}

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	text, err := p.Profiles.Begin(r.Context(), l.v, l.role)
	if err != nil {
		return err
	}
	return l.showEdit(http.StatusOK, text, l.v.Draft.Revision, "", nil, nil)
}

func (l *look) showEdit(status int, text profile.RoleText, revision int64, from string, wrongs map[string]string, theirs []section) error {
	v := editView{head: l.head(l.c.T("describe.edit.title", "role", l.title()), ui.Link{Href: l.at(), Text: l.c.T("describe.back_role")}), At: l.at(),
		Sections: textOf(l.c, l.book, text), Revision: revision, From: from, Wrongs: wrongs, Theirs: theirs, HasDraft: l.v.Draft.ID != ""}
	switch {
	case l.v.Draft.ID != "":
	case l.v.Now.ID != "":
		v.Begins = l.c.T("describe.edit.from_own", "n", l.v.Now.Version)
	case l.v.Above.ID != "":
		v.Begins = l.c.T("describe.edit.from_above", "owner", l.v.Owner.Name)
	default:
		v.Begins = l.c.T("describe.edit.from_nothing")
	}
	var err error
	if v.Now, err = l.linkable(text.Now); err != nil {
		return err
	}
	if v.Ahead, err = l.linkable(text.Ahead); err != nil {
		return err
	}
	fields := []string{"fran"}
	for _, h := range profile.Headings() {
		fields = append(fields, string(h))
	}
	for _, f := range append(fields, "") {
		if key := wrongs[f]; key != "" {
			v.Wrong = append(v.Wrong, ui.Problem{Field: f, Text: l.c.T(key)})
		}
	}
	s := l.p.Frame.Shell(l.r, v.Title)
	s.Wrong = len(v.Wrong) > 0
	return l.p.Frame.ShowAs(l.w, l.r, status, s, editPage(v))
}

// mostChoices bounds the requirements to link.
const mostChoices = 150

// linkable are requirements to link: those linked already, those that the place asks of the role, and those of
// frameworks for the occupation.
func (l *look) linkable(chosen []string) (out []ui.Choice, err error) {
	add := func(key string) {
		e, ok := l.book.Find(key)
		if ok && len(out) < mostChoices && !slices.ContainsFunc(out, func(c ui.Choice) bool { return c.Value == key }) {
			out = append(out, ui.Choice{Value: key, Text: e.Name, Note: e.Frame.Name, Chosen: slices.Contains(chosen, key)})
		}
	}
	for _, key := range chosen {
		add(key)
	}
	asked, err := l.p.Profiles.Reader(l.p.Today()).At(l.r.Context(), l.v.Node.Path)
	if err != nil {
		return nil, err
	}
	for i := range asked {
		w := asked[i].Who
		if (len(w.Occupations) == 0 || slices.Contains(w.Occupations, l.role.Occupation)) && l.role.Level.Reaches(w.Level) {
			add(asked[i].Requirement)
		}
	}
	for _, e := range profile.FormalOf(l.book, l.role.Occupation) {
		add(e.Key)
	}
	for _, f := range l.book.Frames {
		if !slices.Contains(f.Occupations, l.role.Occupation) {
			continue
		}
		for i := range f.Areas {
			for _, r := range f.Areas[i].Requirements {
				add(frame.Key(f.ID, r.ID))
			}
		}
	}
	lang.SortBy(out, func(c ui.Choice) string { return c.Text })
	return out, nil
}

func (p *Pages) save(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	text, revision, err := l.typed()
	if err != nil {
		return err
	}
	if err := p.Profiles.SaveRole(r.Context(), l.actor(), l.v.Node.ID, l.role, text, revision); err != nil {
		return l.refused(err, text, revision, "")
	}
	return web.Redirect(w, r, l.at()+"/andra?sagt=sparat")
}

// typed reads the form.
func (l *look) typed() (profile.RoleText, int64, error) {
	if err := l.r.ParseForm(); err != nil {
		return profile.RoleText{}, 0, err
	}
	t := profile.RoleText{Texts: map[profile.Heading]string{}, Now: l.r.PostForm["krav-nu"], Ahead: l.r.PostForm["krav-sen"]}
	for _, h := range profile.Headings() {
		if s := strings.TrimSpace(strings.ReplaceAll(l.r.PostFormValue(string(h)), "\r\n", "\n")); s != "" {
			t.Texts[h] = s
		}
	}
	unknown := func(key string) bool { _, ok := l.book.Find(key); return !ok }
	t.Now, t.Ahead = slices.DeleteFunc(t.Now, unknown), slices.DeleteFunc(t.Ahead, unknown)
	revision, err := strconv.ParseInt(l.r.PostFormValue("version"), 10, 64)
	if err != nil {
		revision = 0
	}
	return t, revision, nil
}

// refused shows the form again with what was typed. When somebody has saved meanwhile, both stand there, and the next save is
// meant.
func (l *look) refused(err error, text profile.RoleText, revision int64, from string) error {
	f := wrong(err)
	if f == nil {
		return err
	}
	if errors.Is(err, profile.ErrDraftMoved) {
		var theirs []section
		now, mine := textOf(l.c, l.book, l.v.Draft.Text), textOf(l.c, l.book, text)
		for i := range now {
			if now[i].Text != mine[i].Text || !slices.Equal(now[i].Linked, mine[i].Linked) {
				theirs = append(theirs, now[i])
			}
		}
		return l.showEdit(http.StatusConflict, text, l.v.Draft.Revision, from, map[string]string{"": f.Key}, theirs)
	}
	return l.showEdit(http.StatusUnprocessableEntity, text, revision, from, map[string]string{f.Field: f.Key}, nil)
}

// publish saves what is typed and lets it hold.
func (p *Pages) publish(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	text, revision, err := l.typed()
	if err != nil {
		return err
	}
	from := strings.TrimSpace(r.PostFormValue("fran"))
	if err := p.Profiles.SaveRole(r.Context(), l.actor(), l.v.Node.ID, l.role, text, revision); err != nil {
		return l.refused(err, text, revision, from)
	}
	if err := p.Profiles.PublishRole(r.Context(), l.actor(), l.v.Node.ID, l.role, from, revision+1); err != nil {
		return l.refused(err, text, revision+1, from)
	}
	return web.Redirect(w, r, l.at()+"?sagt=publicerat")
}

func (p *Pages) drop(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	_, revision, err := l.typed()
	if err != nil {
		return err
	}
	if err := p.Profiles.DropRole(r.Context(), l.actor(), l.v.Node.ID, l.role, revision); err != nil {
		return l.refused(err, l.v.Draft.Text, revision, "")
	}
	return web.Redirect(w, r, l.at()+"?sagt=slangt")
}
