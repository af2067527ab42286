package app_test

import (
	"bytes"
	"go/ast"
	"go/token"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
)

// postman is a real SMTP server that keeps what it takes.
type postman struct {
	mu   sync.Mutex
	got  []string
	host string
	port int
}

func newPostman(t *testing.T) *postman {
	p := &postman{}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return bag{p}, nil }))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(l.Addr().String())
	p.host = host
	p.port, _ = strconv.Atoi(port)
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return p
}

type bag struct{ *postman }

func (bag) Reset()                               {}
func (bag) Logout() error                        { return nil }
func (bag) Mail(string, *smtp.MailOptions) error { return nil }
func (bag) Rcpt(string, *smtp.RcptOptions) error { return nil }

func (b bag) Data(r io.Reader) error {
	var text bytes.Buffer
	_, err := text.ReadFrom(r)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.got = append(b.got, text.String())
	return err
}

func (w *world) tell(t *testing.T, n message.Note) {
	t.Helper()
	if err := w.app.DB.Tx(t.Context(), func(tx *db.Tx) error { return w.app.Messages.Tell(t.Context(), tx, n) }); err != nil {
		t.Fatal(err)
	}
}

var roleTold = message.Note{PersonID: "learner-1480", EmployerID: "k-1480", Key: "role.told.given", Href: "/installningar/roller",
	Args: map[string]string{"role": "Handledare", "place": "Hemtjänst 1480", "when": "från och med 1 mars 2026", "last": ""}}

// The way of a message: told in a room, carried within the hours, through a mail server, once.
func TestWhatAPersonIsToldComesByMailThroughARealServer(t *testing.T) {
	t.Parallel()
	w, p := newWorld(t), newPostman(t)
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC) // Monday
	w.app.Messages.Now = func() time.Time { return at }
	w.app.Post.Senders[mail.Email] = &mail.SMTP{Host: p.host, Port: p.port, From: "yrkesresan@ale.example", Name: "Yrkesresan", Security: mail.NoTLS}
	if _, err := w.app.DB.Exec(t.Context(), `UPDATE employee SET email = 'testa@ale.example' WHERE person_id = 'learner-1480'`); err != nil {
		t.Fatal(err)
	}
	w.tell(t, roleTold)
	for range 2 {
		if err := w.app.Messages.Carry(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := w.app.Post.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(p.got) != 1 || !strings.Contains(p.got[0], "To: <testa@ale.example>") || !strings.Contains(p.got[0], "List-Unsubscribe-Post: List-Unsubscribe=One-Click") || !strings.Contains(p.got[0], "/installningar/roller") {
		t.Fatalf("%q", p.got)
	}
	// A mail program presses the button of the letter for its reader.
	_, rest, _ := strings.Cut(p.got[0], "List-Unsubscribe:")
	_, rest, _ = strings.Cut(strings.ReplaceAll(rest, "\r\n ", ""), "<")
	link, _, _ := strings.Cut(rest, ">")
	link = strings.TrimSpace(link)
	at2, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Post(w.base+at2.Path, "application/x-www-form-urlencoded", strings.NewReader("List-Unsubscribe=One-Click"))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", link, answer.Status)
	}
	again := roleTold
	w.tell(t, again)
	if err := w.app.Messages.Carry(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := db.One(t.Context(), w.app.DB, db.Number, `SELECT COUNT(*) FROM message WHERE person_id = 'learner-1480'`); err != nil || n != 1 {
		t.Errorf("%d messages after the reader stopped them, %v", n, err)
	}
}

func TestTheInboxAndItsSettingsInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	for range 3 {
		w.tell(t, roleTold)
	}
	p := b.Page(t, browsertest.Phone.NoScript())
	c := w.enter(t, p, "learner-1480")
	p.Open(w.base + "/min-resa")
	p.Sees("Inkorg (3)")
	p.Click("Inkorg (3)")
	p.Sees("Handledare", "Ny")
	w.inspect(t, p, "inkorg")
	p.As(browsertest.Phone.NoScript())
	p.Click("Visa Du har fått en roll")
	if p.Path() != "/installningar/roller" {
		t.Errorf("opening one leads to %s", p.Path())
	}
	p.Sees("Inkorg (2)")
	p.Open(w.base + "/meddelanden")
	p.Click("Markera alla som lästa")
	p.Sees("Alla meddelanden är markerade som lästa.", "Du har läst allt.")
	w.inspect(t, p, "inkorg-last")

	p.As(browsertest.Phone.NoScript())
	p.Open(w.base + "/installningar/meddelanden")
	p.Sees("Mejl", "Påminnelser om datum", "Måndag")
	for _, absent := range []string{"Vad du har att göra i din grupp"} {
		if _, body := w.body(t, c, "/installningar/meddelanden"); strings.Contains(body, absent) {
			t.Errorf("somebody who leads nobody reads %q", absent)
		}
	}
	w.inspect(t, p, "meddelanden-val")
	for _, form := range []struct {
		typed  url.Values
		status int
		says   string
	}{
		{url.Values{"from": {"7"}, "until": {"18"}, "kind": {"reminder"}}, 422, "Välj minst en dag."},
		{url.Values{"from": {"18"}, "until": {"7"}, "days": {"1"}}, 422, "Tiden måste börja före den slutar."},
		{url.Values{"from": {"9"}, "until": {"12"}, "days": {"1", "6"}, "by": {"sms"}, "kind": {"role"}}, 303, ""},
	} {
		answer, err := c.PostForm(w.base+"/installningar/meddelanden", form.typed)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != form.status || !strings.Contains(string(body), form.says) {
			t.Errorf("%v: %d %v", form.typed, answer.StatusCode, err)
		}
		if form.status == 422 {
			uitest.Page(t, string(body))
		}
	}
	wishes, err := w.app.Messages.Settings(t.Context(), may.Actor{PersonID: "learner-1480"})
	if err != nil || wishes.ByEmail || !wishes.BySMS || wishes.From != 9 || !slices.Equal(wishes.Days, []time.Weekday{time.Monday, time.Saturday}) || len(wishes.Silent) != 3 {
		t.Errorf("%+v %v", wishes, err)
	}
	answer, err := c.PostForm(w.base+"/installningar/meddelanden/adress", url.Values{"email": {"testa"}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != 422 {
		t.Errorf("no address: %d", answer.StatusCode)
	}
	answer, err = c.PostForm(w.base+"/installningar/meddelanden/adress", url.Values{"email": {"testa@hemma.example"}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	text, err := db.One(t.Context(), w.app.DB, db.Text, `SELECT body FROM message WHERE address = 'testa@hemma.example'`)
	if err != nil {
		t.Fatal(err)
	}
	_, link, _ := strings.Cut(text, "/meddelanden/bekrafta/")
	other := b.Page(t, browsertest.Phone.NoScript()) // the phone at home, where nobody is signed in
	other.Open(w.base + "/meddelanden/bekrafta/" + strings.TrimSpace(link))
	other.Sees("testa@hemma.example")
	w.inspect(t, other, "bekrafta")
	other.As(browsertest.Phone.NoScript())
	other.Click("Använd adressen")
	other.Sees("Adressen används från och med nu.")
}

func TestAnOperatorSeesWhatIsUncertainAndSendsItAgain(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	err := w.app.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for _, m := range []mail.Message{{Channel: mail.Email, Address: "hemlig@ale.example", Body: "hemlig text"}, {Channel: mail.SMS, Address: "0701234567", Body: "hemlig text"}} {
			if err := w.app.Outbox.Add(t.Context(), tx, m); err != nil {
				return err
			}
		}
		_, err := tx.Exec(t.Context(), `UPDATE message SET state = 'uncertain', reason = 'interrupted' WHERE channel = 'email'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p := b.Page(t, browsertest.Phone.NoScript())
	c := w.enter(t, p, "national-1480")
	_, body := w.body(t, c, "/nationen/utskick")
	if strings.Contains(body, "hemlig") || strings.Contains(body, "0701234567") {
		t.Error("an address or a text is shown")
	}
	p.Open(w.base + "/nationen/utskick")
	p.Sees("Ingen mejlserver är vald.", "Osäkert om de kom fram", "Programmet stannade mitt i.")
	w.inspect(t, p, "utskick")
	p.As(browsertest.Phone.NoScript())
	p.Click("Skicka igen")
	p.Sees("Meddelandet väntar på att skickas igen.")
	if n, err := db.One(t.Context(), w.app.DB, db.Number, `SELECT COUNT(*) FROM message WHERE state = 'waiting'`); err != nil || n != 2 {
		t.Error(n, err)
	}
}

// Every sentence that some room tells is in the catalogue, with the few words above it. A key that is
// put together at run time begins with a constant; every text of that beginning is looked at.
func TestEveryNoteHasItsWords(t *testing.T) {
	t.Parallel()
	texts, found := catalogue(t), 0
	both := func(key string, where token.Position) {
		found++
		for _, k := range []string{key, key + ".subject"} {
			if !texts.Has(k) {
				t.Errorf("%s tells %s, but there is no text for %s", where, key, k)
			}
		}
	}
	for _, f := range sources(t) {
		if f.isTest {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || !isNote(lit.Type) {
				return true
			}
			for _, e := range lit.Elts {
				kv, ok := e.(*ast.KeyValueExpr)
				if !ok || kv.Key.(*ast.Ident).Name != "Key" {
					continue
				}
				where := f.set.Position(kv.Pos())
				switch v := kv.Value.(type) {
				case *ast.BasicLit:
					key, _ := strconv.Unquote(v.Value)
					both(key, where)
				case *ast.BinaryExpr:
					first, ok := v.X.(*ast.BasicLit)
					if !ok {
						t.Errorf("%s: begin the key with a constant, so that its texts can be found", where)
						continue
					}
					begins, _ := strconv.Unquote(first.Value)
					before := found
					for _, key := range texts.Keys() {
						if strings.HasPrefix(key, begins) && !strings.HasSuffix(key, ".subject") {
							both(key, where)
						}
					}
					if found == before {
						t.Errorf("%s tells %s…, of which there is no text", where, begins)
					}
				default:
					t.Errorf("%s: write the key where the note is, so that its texts can be found", where)
				}
			}
			return true
		})
	}
	if found == 0 {
		t.Error("no room tells anything: this test has lost its way")
	}
}

func isNote(e ast.Expr) bool {
	s, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, ok := s.X.(*ast.Ident)
	return ok && pkg.Name == "message" && s.Sel.Name == "Note"
}
