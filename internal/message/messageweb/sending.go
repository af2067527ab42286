package messageweb

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// listed is how many messages one page of these lists holds.
const listed = 50

// sendingView is how sending goes: counts, and what a person must decide about. It tells no address
// and no text.
type sendingView struct {
	Missing   []string // channels that nothing is sent by
	Counts    []mail.Count
	Uncertain []mail.Item
	Failed    []mail.Item
	Now       time.Time
	Said      string
}

var channels = []string{mail.Email, mail.SMS}

func (p *Pages) sending(w http.ResponseWriter, r *http.Request) (err error) {
	v := sendingView{Now: p.Frame.Now()}
	for _, channel := range channels {
		if p.Post.Senders[channel] == nil {
			v.Missing = append(v.Missing, channel)
		}
	}
	if v.Counts, err = p.Post.Counts(r.Context()); err != nil {
		return err
	}
	if v.Uncertain, err = p.Post.List(r.Context(), mail.Uncertain, listed, 0); err != nil {
		return err
	}
	if v.Failed, err = p.Post.List(r.Context(), mail.Failed, listed, 0); err != nil {
		return err
	}
	if r.URL.Query().Get("klart") != "" {
		v.Said = "message.said_retry"
	}
	return p.Frame.Show(w, r, http.StatusOK, "message.sending", sendingBody(v))
}

func (p *Pages) retry(w http.ResponseWriter, r *http.Request) error {
	if err := p.Post.Retry(r.Context(), r.PathValue("message")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/nationen/utskick?klart=1")
}

// outboxView is demo mode's outbox: nothing is sent, and all is shown.
type outboxView struct {
	Channel string
	List    []mail.Shown
	All     int64
	Now     time.Time
	Pager   ui.PagerProps
}

func (p *Pages) demoOutbox(w http.ResponseWriter, r *http.Request) (err error) {
	v := outboxView{Now: p.Frame.Now()}
	for _, channel := range channels {
		if r.URL.Query().Get("kanal") == channel {
			v.Channel = channel
		}
	}
	const onPage = 20
	at := page.Number(r.URL.Query().Get("sida"))
	if v.List, v.All, err = p.Post.Show(r.Context(), v.Channel, onPage, (at-1)*onPage); err != nil {
		return err
	}
	v.Pager = page.Pager("/demo/utkorg?kanal="+v.Channel, "sida", at, int(v.All), onPage)
	return p.Frame.Show(w, r, http.StatusOK, "message.outbox", outboxBody(v))
}

func countsTable(c *lang.Catalog, counts []mail.Count) ui.TableProps {
	t := ui.TableProps{ID: "lage", Caption: c.T("message.open"), Columns: []ui.Column{{Title: c.T("message.way")}, {Title: c.T("message.state")}, {Title: c.T("message.count"), Number: true}}}
	for _, n := range counts {
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(c.T("message.channel." + n.Channel)), Cells: []templ.Component{state(c, n.State), ui.Text(lang.Number(n.N))}})
	}
	return t
}

// state is how far a message has come, as an icon and a word.
func state(c *lang.Catalog, s mail.State) templ.Component {
	kind := map[mail.State]ui.StatusKind{mail.Waiting: ui.Paused, mail.Sending: ui.Ongoing, mail.Sent: ui.Done, mail.Failed: ui.Missing, mail.Uncertain: ui.Missing, mail.Expired: ui.NotApplicable}[s]
	return ui.Status(kind, c.T("message.state."+string(s)))
}

// reason is why a message did not leave, in words where there are any; else the other side's number.
func reason(c *lang.Catalog, i mail.Item) string {
	if key := "message.reason." + i.Reason; c.Has(key) {
		return c.T(key)
	}
	return c.T("message.answered", "code", i.Reason)
}

// way names a channel in the address of the outbox.
func way(channel string) templ.SafeURL { return templ.SafeURL("/demo/utkorg?kanal=" + channel) }
