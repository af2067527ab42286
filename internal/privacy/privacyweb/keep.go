package privacyweb

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/privacy"
)

// keepForm is how long an employer keeps what, as it is typed, and whom it touches.
type keepForm struct {
	Employer   org.Node
	Back       string
	Typed      map[string]string
	Soon, Told string
	Said       string
	Wrong      map[string]string
}

func (p *Pages) keeping(w http.ResponseWriter, r *http.Request) error {
	employer, all, err := p.employer(r, r.URL.Query().Get("hos"))
	if err != nil {
		return err
	}
	k, err := p.Privacy.Keeping(r.Context(), web.ActorOf(r.Context()), employer.ID)
	if err != nil {
		return err
	}
	f := keepForm{Employer: employer, Back: at("/kommun/personuppgifter", employer, all), Typed: typed(k)}
	if r.URL.Query().Get("sparat") != "" {
		f.Said = p.catalog(r).T("privacy.handle.saved")
	}
	return p.showKeep(w, r, http.StatusOK, f, k.Signin)
}

func typed(k privacy.Keeping) map[string]string {
	return map[string]string{privacy.KeepSignin: strconv.Itoa(k.Signin), privacy.KeepLeave: strconv.Itoa(k.Leave), privacy.KeepNotes: strconv.Itoa(k.Notes), privacy.KeepFiles: strconv.Itoa(k.Files), privacy.KeepThoughts: strconv.Itoa(k.Thoughts)}
}

// showKeep shows the form with whom so many months would touch; 0 when they cannot be counted.
func (p *Pages) showKeep(w http.ResponseWriter, r *http.Request, status int, f keepForm, months int) error {
	t := p.catalog(r)
	if months > 0 {
		touched, err := p.Privacy.Touches(r.Context(), web.ActorOf(r.Context()), f.Employer.ID, months)
		if err != nil {
			return err
		}
		f.Soon, f.Told = t.T("privacy.keep.soon", "n", touched.Soon), t.T("privacy.keep.told", "n", touched.Told)
		if touched.Soon == 0 {
			f.Soon = t.T("privacy.keep.soon_none")
		}
		if touched.Told == 0 {
			f.Told = t.T("privacy.keep.told_none")
		}
	}
	s := p.Frame.Shell(r, t.T("privacy.handle.keeping"))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, keepPage(f))
}

// keep saves the times, or shows whom they would touch.
func (p *Pages) keep(w http.ResponseWriter, r *http.Request) error {
	employer, all, err := p.employer(r, r.PostFormValue("hos"))
	if err != nil {
		return err
	}
	f := keepForm{Employer: employer, Back: at("/kommun/personuppgifter", employer, all), Typed: map[string]string{}}
	numbers := map[string]int{}
	for _, kind := range privacy.Kinds() {
		f.Typed[kind] = r.PostFormValue(kind)
		n, err := strconv.Atoi(f.Typed[kind])
		if err != nil {
			n = -1 // no number is no time
		}
		numbers[kind] = n
	}
	k := privacy.Keeping{Signin: numbers[privacy.KeepSignin], Leave: numbers[privacy.KeepLeave], Notes: numbers[privacy.KeepNotes], Files: numbers[privacy.KeepFiles], Thoughts: numbers[privacy.KeepThoughts]}
	if r.PostFormValue("gor") == "visa" && k.Check() == nil {
		return p.showKeep(w, r, http.StatusOK, f, k.Signin)
	}
	err = p.Privacy.Keep(r.Context(), web.ActorOf(r.Context()), employer.ID, k)
	if refused := expected(err); refused != nil {
		f.Wrong = wrongOn(refused, privacy.KeepSignin)
		return p.showKeep(w, r, web.Status(refused), f, 0)
	}
	if err != nil {
		return err
	}
	address := at("/kommun/personuppgifter/lagring", employer, all)
	if len(all) > 1 {
		return web.Redirect(w, r, address+"&sparat=1")
	}
	return web.Redirect(w, r, address+"?sparat=1")
}

// erasuresView is the list of erasures.
type erasuresView struct {
	Back  string
	Table ui.TableProps
	Pager ui.PagerProps
	None  bool
}

func (p *Pages) erasures(w http.ResponseWriter, r *http.Request) error {
	t, number := p.catalog(r), page.Number(r.URL.Query().Get("sida"))
	employer, all, err := p.employer(r, r.URL.Query().Get("hos"))
	if err != nil {
		return err
	}
	list, n, err := p.Privacy.Erasures(r.Context(), web.ActorOf(r.Context()), employer.ID, onPage, (min(number, 100_000)-1)*onPage)
	if err != nil {
		return err
	}
	v := erasuresView{Back: at("/kommun/personuppgifter", employer, all), None: n == 0, Pager: ui.PagerProps{Page: number, Pages: int(n+onPage-1) / onPage}}
	here := "/kommun/personuppgifter/raderingar?hos=" + employer.ID + "&sida="
	if number > 1 {
		v.Pager.Previous = here + strconv.Itoa(number-1)
	}
	if number < v.Pager.Pages {
		v.Pager.Next = here + strconv.Itoa(number+1)
	}
	v.Table = ui.TableProps{ID: "raderingar", Caption: t.T("privacy.handle.list"), Cards: true,
		Columns: []ui.Column{{Title: t.T("privacy.list.day")}, {Title: t.T("privacy.list.why")}, {Title: t.T("privacy.list.whole")}, {Title: t.T("privacy.list.rows"), Number: true}}}
	for _, e := range list {
		whole := t.T("privacy.list.part")
		if e.Whole {
			whole = t.T("privacy.list.all")
		}
		v.Table.Rows = append(v.Table.Rows, ui.Row{Head: ui.Text(t.DateOf(e.Day)), Cells: cells(word(t, "privacy.list.reason.", string(e.Reason)), whole, strconv.FormatInt(e.Total, 10))})
	}
	return p.Frame.Show(w, r, http.StatusOK, "privacy.handle.list", erasuresPage(v))
}

func cells(texts ...string) []templ.Component {
	out := make([]templ.Component, len(texts))
	for i, text := range texts {
		out[i] = ui.Text(text)
	}
	return out
}
