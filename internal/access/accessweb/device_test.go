package accessweb

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"yrkesresan/assets"
	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
)

// onAir is the site for a real browser, at a host name: passkeys belong to one.
func (s *site) onAir(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("GET /static/", assets.Handler())
	mux.Handle("/", s.handler)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	address := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	if err := s.Access.UsePasskeys(address, "Yrkesresan"); err != nil {
		t.Fatal(err)
	}
	return address
}

func TestAPasskeySignsInByThePhonesOwnLock(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.onAir(t)
	p := browsertest.New(t).Page(t, browsertest.Phone)
	p.KeyDevice()
	p.Open(at + "/logga-in?till=/installningar/inloggning")
	p.Select("Din kommun", "Ale")
	p.Type("Anställningsnummer eller ditt valda namn", "1001")
	p.Type("PIN eller lösenord", aminas)
	p.Submit()
	p.Sees("Var du är inloggad")
	p.Axe(t)
	p.Type("Din PIN eller ditt lösenord nu", "000000")
	p.Press("Enter")
	p.Sees("Det stämmer inte med din PIN")
	p.Type("Din PIN eller ditt lösenord nu", aminas)
	p.Press("Enter")
	p.Sees("Nästa gång kan du logga in med telefonens lås", "Tillagd i dag")
	p.Axe(t)
	p.Open(at + "/installningar")
	p.Click("Logga ut")
	p.Open(at + "/logga-in?till=/installningar/inloggning")
	p.Axe(t)
	p.Click("Logga in med telefonens lås")
	p.Sees("Var du är inloggad", "Använd senast i dag")
	if keys, err := s.Access.Passkeys(t.Context(), may.Actor{PersonID: "a"}); err != nil || len(keys) != 1 || keys[0].Used.IsZero() {
		t.Errorf("%+v %v", keys, err)
	}
	p.Click("Ta bort")
	p.Sees("Borttagen")
	p.Open(at + "/installningar")
	p.Click("Logga ut")
	p.Open(at + "/logga-in")
	p.Eval(`document.querySelector('form[data-nyckel]').requestSubmit()`, nil)
	p.Sees("Det stämmer inte. Prova igen")
}

func TestPasskeysNeedAHostName(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for address, want := range map[string]bool{"": false, "http://127.0.0.1:8080": false, "http://[::1]:80": false, "https://yrkesresan.example": true} {
		s.Access = access.New(*s.Access)
		if err := s.Access.UsePasskeys(address, "Yrkesresan"); err != nil || s.Access.HasPasskeys() != want {
			t.Errorf("%q: %v %v", address, s.Access.HasPasskeys(), err)
		}
		if want {
			break
		}
	}
}

func TestAnInventedPasskeyIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.onAir(t)
	b := s.browser(away)
	b.post("/logga-in/nyckel").shows(422, `"wrong":"Det stämmer inte`)
	b.post("/logga-in/nyckel/fraga").shows(200, `"challenge"`)
	b.post("/logga-in/nyckel", "id", "x").shows(422, `"wrong"`)
	b.get("/installningar").to("/logga-in?till=%2Finstallningar")
	b.signIn("1001", aminas)
	b.post("/installningar/inloggning/nyckel").shows(422, `"wrong"`)
}

func TestASharedTabletSwitchesAndForgets(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(away)
	b.get("/logga-in").shows(200, "Är ni flera som använder den här plattan?")
	b.get("/logga-in/delad").shows(200, "Ja, vi är flera")
	b.post("/logga-in/delad", "delad", "1").to("/logga-in")
	b.get("/logga-in").shows(200, "Den här plattan delas av flera").hides(`name="own"`)
	in := b.signIn("1001", aminas, "own", "1").to("/")
	if in.cookie(deviceCookie) != nil && in.cookie(deviceCookie).MaxAge > 0 {
		t.Error("a shared tablet remembers who it is of")
	}
	b.get("/installningar").shows(200, `http-equiv="refresh"`, "240;url=/fortfarande-har?till=%2Finstallningar", "Byt person")
	b.get("/installningar/inloggning").shows(200, "Delad med andra", "Gör det på din egen telefon")
	out := b.post("/logga-ut", "byt", "1").to("/logga-in?ut=byt")
	if out.Header().Get("Clear-Site-Data") == "" {
		t.Error("something stays in the browser")
	}
	b.get("/logga-in?ut=byt").shows(200, "Nästa person kan logga in", `value="k" selected`)
	b.signIn("1001", aminas).to("/")
	b.get("/fortfarande-har?till=/intyg").shows(200, "Är du kvar?", `value="/intyg"`)
	b.post("/fortfarande-har", "till", "/intyg").to("/intyg")
	b.get("/logga-ut/borta").to("/") // in use: nobody else's link signs anybody out
	s.later.Store(int64(access.AskAfter))
	b.get("/logga-ut/borta").to("/logga-in?ut=borta")
	b.get("/logga-in?ut=borta").shows(200, "ingen använde plattan")
	b.post("/logga-in/delad").to("/logga-in/delad")
	b.get("/logga-in").shows(200, `name="own"`)
}

func TestASharedTabletThatLiesIsSignedOutByTheServer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, phone := s.browser(away), s.browser(away)
	b.post("/logga-in/delad", "delad", "1")
	b.signIn("1001", aminas).to("/")
	phone.signIn("1001", aminas, "own", "1").to("/")
	for range 3 { // who goes on stays
		s.later.Add(int64(4 * time.Minute))
		b.get("/installningar").shows(200)
	}
	s.later.Add(int64(access.IdleLimit + time.Second))
	b.get("/installningar").to("/logga-in?till=%2Finstallningar")
	s.later.Add(int64(-time.Hour))
	b.get("/installningar").to("/logga-in?till=%2Finstallningar") // the session is gone, not asleep
	s.later.Add(int64(9 * time.Hour))
	phone.get("/installningar").shows(200)
}

func TestOnesDevicesAreListedAndEnded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	phone, office, third := s.browser(away), s.browser(away), s.browser(away)
	phone.header = map[string]string{"User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"}
	office.header = map[string]string{"User-Agent": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0"}
	for _, b := range []*browser{phone, office, third} {
		b.signIn("1001", aminas).to("/")
	}
	phone.get("/installningar/inloggning").shows(200, "Chrome på Android", "Det är den du använder nu").shows(200, "Edge på Windows")
	page := phone.get("/installningar/inloggning").Body.String()
	_, rest, _ := strings.Cut(page, "Edge på Windows")
	_, rest, _ = strings.Cut(rest, `name="enhet" value="`)
	id, _, _ := strings.Cut(rest, `"`)
	phone.post("/installningar/inloggning/avsluta", "enhet", id).to("/installningar/inloggning?klart=ut")
	office.get("/installningar").to("/logga-in?till=%2Finstallningar")
	third.get("/installningar").shows(200)
	phone.post("/installningar/inloggning/avsluta").to("/installningar/inloggning?klart=ut")
	third.get("/installningar").to("/logga-in?till=%2Finstallningar")
	phone.get("/installningar").shows(200)
}

func TestNobodyEndsAnothersDevice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	amina := s.browser(away)
	amina.signIn("1001", aminas).to("/")
	bengt := s.browser("198.51.100.9")
	bengt.post("/in/" + s.code("b")).to("/valj-pin")
	page := amina.get("/installningar/inloggning").Body.String()
	if strings.Contains(page, `name="enhet"`) {
		t.Error("Amina sees Bengt's device")
	}
	bengt.post("/installningar/inloggning/avsluta").to("/installningar/inloggning?klart=ut")
	amina.get("/installningar").shows(200)
}

// Each question is a session for a while: whoever asks again and again does not fill the table.
func TestPasskeysAreAskedForSlowly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.onAir(t)
	b := s.browser(away)
	for range 600 {
		b.post("/logga-in/nyckel/fraga")
		b.jar, _ = cookiejar.New(nil)
	}
	b.post("/logga-in/nyckel/fraga").shows(429, `"wrong"`)
	s.browser("203.0.113.77").post("/logga-in/nyckel/fraga").shows(200, `"challenge"`)
	s.later.Store(int64(16 * time.Minute))
	b.post("/logga-in/nyckel/fraga").shows(200, `"challenge"`)
}
