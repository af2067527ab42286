package messageweb

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// settingsForm is a person's wishes as typed.
type settingsForm struct {
	message.Settings
	Typed string            // the own address as typed
	Wrong map[string]string // field → message key
	Said  string            // message key about the last action
}

var settingsSaid = map[string]string{"sparat": "message.said_saved", "lank": "message.said_link", "borta": "message.said_gone"}

func (p *Pages) settings(w http.ResponseWriter, r *http.Request) error {
	f, err := p.form(r)
	if err != nil {
		return err
	}
	f.Said = settingsSaid[r.URL.Query().Get("klart")]
	return p.show(w, r, http.StatusOK, f)
}

func (p *Pages) form(r *http.Request) (f settingsForm, err error) {
	f.Settings, err = p.Messages.Settings(r.Context(), web.ActorOf(r.Context()))
	f.Typed, f.Wrong = f.OwnEmail, map[string]string{}
	if f.AskedEmail != "" {
		f.Typed = f.AskedEmail
	}
	return f, err
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, f settingsForm) error {
	s := p.Frame.Shell(r, p.Frame.Catalog(page.Of(r.Context())).T("message.settings"))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, settingsBody(f))
}

func (p *Pages) setWishes(w http.ResponseWriter, r *http.Request) error {
	f, err := p.form(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	f.read(r)
	return p.done(w, r, f, p.Messages.SetWishes(r.Context(), web.ActorOf(r.Context()), f.Wishes), "sparat")
}

// read takes what was chosen.
func (f *settingsForm) read(r *http.Request) {
	f.ByEmail, f.BySMS = slices.Contains(r.PostForm["by"], "email"), slices.Contains(r.PostForm["by"], "sms")
	f.Silent, f.Days = nil, nil
	for _, k := range message.Kinds() {
		if !slices.Contains(r.PostForm["kind"], string(k)) {
			f.Silent = append(f.Silent, k)
		}
	}
	for _, d := range message.Week() {
		if slices.Contains(r.PostForm["days"], strconv.Itoa(int(d))) {
			f.Days = append(f.Days, d)
		}
	}
	f.From, f.Until = hour(r.PostFormValue("from")), hour(r.PostFormValue("until"))
	switch often := message.Often(r.PostFormValue("digest")); often {
	case message.Weekly, message.Daily, message.Never:
		f.Digest = often
	}
}

func hour(typed string) int {
	n, err := strconv.Atoi(typed)
	if err != nil {
		return -1
	}
	return n
}

func (p *Pages) askEmail(w http.ResponseWriter, r *http.Request) error {
	f, err := p.form(r)
	if err != nil {
		return err
	}
	f.Typed = r.PostFormValue("email")
	said := "lank"
	if f.Typed == "" {
		said = "borta"
	}
	return p.done(w, r, f, p.Messages.AskEmail(r.Context(), web.ActorOf(r.Context()), f.Typed), said)
}

// done goes on, or shows the form again with what was wrong.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, f settingsForm, err error, said string) error {
	what := fault.Of(err)
	switch {
	case err == nil:
		return web.Redirect(w, r, "/installningar/meddelanden?klart="+said)
	case what == nil || what.Field == "":
		return err
	}
	f.Wrong[what.Field] = what.Key
	return p.show(w, r, web.Status(what), f)
}

// linkView is what a link in a message leads to.
type linkView struct {
	Action, Title, Text, Button string
	Done                        bool
}

func (p *Pages) asked(w http.ResponseWriter, r *http.Request) error {
	address, err := p.Messages.Asked(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	return p.Frame.Show(w, r, http.StatusOK, "message.confirm", linkBody(linkView{Action: r.URL.Path, Title: c.T("message.confirm"),
		Text: c.T("message.confirm_text", "address", address), Button: c.T("message.confirm_button")}))
}

func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	if err := p.Messages.Confirm(r.Context(), r.PathValue("token")); err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	return p.Frame.Show(w, r, http.StatusOK, "message.confirm", linkBody(linkView{Done: true, Title: c.T("message.confirm"), Text: c.T("message.confirmed")}))
}

func (p *Pages) stopping(w http.ResponseWriter, r *http.Request) error {
	what, err := p.Messages.Stopping(r.PathValue("token"))
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	return p.Frame.Show(w, r, http.StatusOK, "message.stop", linkBody(linkView{Action: r.URL.Path, Title: c.T("message.stop"),
		Text: c.T("message.stop_text", "what", nameOf(c, what)), Button: c.T("message.stop_button")}))
}

// stop is pressed on the page, or by a mail program on behalf of its reader (RFC 8058).
func (p *Pages) stop(w http.ResponseWriter, r *http.Request) error {
	what, err := p.Messages.Stop(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	return p.Frame.Show(w, r, http.StatusOK, "message.stop", linkBody(linkView{Done: true, Title: c.T("message.stop"), Text: c.T("message.stopped", "what", nameOf(c, what))}))
}

func nameOf(c *lang.Catalog, what string) string { return c.T("message.kind." + what) }

// ways are the ways out of the program, those that reach the person.
func ways(c *lang.Catalog, f settingsForm) ui.ChoicesProps {
	email := f.OwnEmail
	if email == "" {
		email = f.WorkEmail
	}
	row := func(value, address string, chosen bool) ui.Choice {
		ch := ui.Choice{Value: value, Text: c.T("message.by." + value), Note: address, Chosen: chosen}
		if address == "" {
			ch.Note = c.T("message.none." + value)
		}
		return ch
	}
	return ui.ChoicesProps{Name: "by", Legend: c.T("message.by"), Tip: c.T("message.by_tip"), Many: true,
		Choices: []ui.Choice{row("email", email, f.ByEmail), row("sms", f.Mobile, f.BySMS)}}
}

func kinds(c *lang.Catalog, f settingsForm) ui.ChoicesProps {
	p := ui.ChoicesProps{Name: "kind", Legend: c.T("message.kinds"), Tip: c.T("message.kinds_tip"), Many: true}
	for _, k := range message.Kinds() {
		p.Choices = append(p.Choices, ui.Choice{Value: string(k), Text: c.T("message.choose." + string(k)), Chosen: !slices.Contains(f.Silent, k)})
	}
	return p
}

func days(c *lang.Catalog, f settingsForm) ui.ChoicesProps {
	p := ui.ChoicesProps{Name: "days", Legend: c.T("message.days"), Tip: c.T("message.hours_tip"), Many: true}
	if key := f.Wrong["days"]; key != "" {
		p.Error = c.T(key)
	}
	for _, d := range message.Week() {
		p.Choices = append(p.Choices, ui.Choice{Value: strconv.Itoa(int(d)), Text: c.T("message.weekday." + strconv.Itoa(int(d))), Chosen: slices.Contains(f.Days, d)})
	}
	return p
}

func hours(c *lang.Catalog, f settingsForm, name, label string, chosen, first int) ui.FieldProps {
	p := ui.FieldProps{Name: name, Label: c.T(label), Value: strconv.Itoa(chosen)}
	if key := f.Wrong[name]; key != "" {
		p.Error = c.T(key)
	}
	for h := first; h < first+24; h++ {
		p.Options = append(p.Options, ui.Option{Value: strconv.Itoa(h), Text: c.T("message.hour", "hour", strconv.Itoa(h))})
	}
	return p
}

func digests(c *lang.Catalog, f settingsForm) ui.ChoicesProps {
	p := ui.ChoicesProps{Name: "digest", Legend: c.T("message.digest"), Tip: c.T("message.digest_tip")}
	for _, often := range []message.Often{message.Weekly, message.Daily, message.Never} {
		p.Choices = append(p.Choices, ui.Choice{Value: string(often), Text: c.T("message.often." + string(often)), Chosen: f.Digest == often})
	}
	return p
}

// when is a moment as one reads it: today by the clock, else by the day.
func when(c *lang.Catalog, t, now time.Time) string {
	if lang.ISO(t) == lang.ISO(now) {
		return c.T("message.today", "clock", c.Clock(t))
	}
	return c.When(t, now)
}
