package accessweb

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/may"
)

const away = "192.0.2.1"

func TestSigningInAndOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(away)
	b.get("/").to("/logga-in")
	b.get("/logga-in").shows(200, "<title>Logga in", "<h1>Logga in</h1>", `value="k"`, "Ale", `type="password"`, `autocomplete="current-password"`).hides(`class="ruta fel"`)
	in := b.signIn(" 1001 ", aminas).to("/")
	session := in.cookie("yr")
	if session == nil || !session.HttpOnly || session.SameSite != http.SameSiteLaxMode || session.Path != "/" || session.Domain != "" || session.MaxAge != 0 {
		t.Errorf("the session's cookie: %+v", session)
	}
	if in.cookie(deviceCookie) != nil {
		t.Error("a shared device is remembered")
	}
	b.get("/").to("/min-resa")
	b.get("/logga-in").to("/")
	b.get("/logga-in?till=/kurs/x").to("/kurs/x")
	b.get("/installningar").shows(200, "Logga ut")
	out := b.post("/logga-ut").to("/logga-in?ut=1")
	if c := out.cookie("yr"); c == nil || c.MaxAge >= 0 || c.Value != "" {
		t.Errorf("the cookie stays: %+v", c)
	}
	if got := out.Header().Get("Clear-Site-Data"); got != `"cache", "storage"` {
		t.Error(got)
	}
	b.get("/logga-in?ut=1").shows(200, "Du är utloggad.", `value="k" selected`)
	b.get("/installningar").to("/logga-in?till=%2Finstallningar")
	stolen := s.browser("203.0.113.1")
	stolen.header = map[string]string{"Cookie": "yr=" + session.Value}
	stolen.get("/installningar").to("/logga-in?till=%2Finstallningar")
	b.post("/installningar/namn", "login", "amina").shows(403)
	b.get("/logga-ut").shows(404)
}

func TestARefusedSignInKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	b := newSite(t).browser(away)
	typed := []string{"municipality", "k", "own", "1", "to", "/kurs/x?a=b"}
	keeps := []string{`value="/kurs/x?a=b"`, `value="k" selected`}
	for name, tc := range map[string]struct {
		pairs []string
		parts []string
	}{
		"nothing typed":       {nil, []string{`href="#who"`, `href="#secret"`, `id="who-fel"`, `id="secret-fel"`}},
		"spaces":              {[]string{"who", "  ", "secret", "728394"}, []string{`href="#who"`}},
		"a wrong PIN":         {[]string{"who", "1001", "secret", "728394"}, []string{`href="#secret"`, "Det stämmer inte", `value="1001"`, `id="secret-fel"`}},
		"nobody":              {[]string{"who", "9999", "secret", "728394"}, []string{`href="#secret"`, "Det stämmer inte", `value="9999"`}},
		"no municipality":     {[]string{"who", "1001", "secret", "728394", "municipality", ""}, []string{`href="#municipality"`, `id="municipality-fel"`, `value="1001"`}},
		"what is not to show": {[]string{"who", `"><script>alert(1)</script>`, "secret", "728394"}, []string{"&lt;script&gt;"}},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			a := b.post("/logga-in", append(typed, tc.pairs...)...)
			a.shows(422, append([]string{"<title>Fel: Logga in", `role="alert"`, "autofocus"}, tc.parts...)...).hides("728394", "<script>alert")
			if a.shows(422, `name="own"`, "checked"); name != "no municipality" {
				a.shows(422, keeps...)
			}
		})
	}
}

func TestTheSameWordsForWhoIsThereAndWhoIsNot(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var pages []string
	for _, who := range []string{"1001", "1002", "9999", "nobody"} {
		a := s.browser("198.51.100."+who[:2]).signIn(who, "728394")
		pages = append(pages, strings.ReplaceAll(a.Body.String(), who, ""))
	}
	for _, p := range pages[1:] {
		if p != pages[0] {
			t.Error("the page tells who is there")
		}
	}
}

func TestAStrangerIsToldToWait(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser("198.51.100.1")
	for range 5 {
		b.signIn("1001", "728394").shows(422)
	}
	a := b.signIn("1001", aminas).shows(429, "<title>Fel: ", "Vänta en kvart", `value="1001"`).hides(aminas)
	if a.Header().Get("Retry-After") != "900" {
		t.Error("how long is not told")
	}
	b.post("/in/" + s.code("a")).to("/valj-pin")
	s.browser(away).signIn("1001", aminas).to("/")
}

// On the own phone one stays signed in, and it is known when strangers guess.
func TestTheOwnPhoneIsKnown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	phone := s.browser(away)
	in := phone.signIn("1001", aminas, "own", "1").to("/")
	for name, least := range map[string]time.Duration{"yr": 59 * 24 * time.Hour, deviceCookie: 399 * 24 * time.Hour} {
		if c := in.cookie(name); c == nil || !c.HttpOnly || c.MaxAge < int(least.Seconds()) || c.SameSite != http.SameSiteLaxMode || name == deviceCookie && !c.Secure {
			t.Errorf("%s: %+v", name, c)
		}
	}
	phone.post("/logga-ut").to("/logga-in?ut=1")
	phone.get("/logga-in").shows(200, `name="own"`, "checked")
	phone.from = "198.51.100.1" // where strangers guess
	other := s.browser(phone.from)
	for range 5 {
		other.signIn("1001", "728394").shows(422)
	}
	other.signIn("1001", aminas).shows(429)
	phone.signIn("1001", aminas).to("/")
}

func TestReturnAddressesStayOnTheSite(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for address, want := range map[string]string{
		"/kurs/x?steg=2": "/kurs/x?steg=2", "https://evil.example/": "/", "//evil.example": "/", `/\evil.example`: "/", `\\evil.example`: "/",
		"/\t/evil.example": "/", "javascript:alert(1)": "/", "/..//evil.example": "/", "/%2F/evil.example": "/", "/x\r\nSet-Cookie: a=b": "/", "": "/", "kurs": "/",
	} {
		a := s.browser(away).signIn("1001", aminas, "to", address).to(want)
		if len(a.Header().Values("Set-Cookie")) > 2 {
			t.Errorf("%q sets %q", address, a.Header().Values("Set-Cookie"))
		}
		s.browser(away).do("GET", "/logga-in?till="+strings.NewReplacer("\t", "%09", "\r", "%0D", "\n", "%0A", " ", "%20").Replace(address), nil).shows(200).hides("evil.example\"", "javascript:")
	}
}

func TestAnotherSiteCanNeitherSignInNorOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for name, tc := range map[string]struct {
		header map[string]string
		in     bool
	}{
		"our own page":                         {map[string]string{"Sec-Fetch-Site": "same-origin"}, true},
		"another site":                         {map[string]string{"Sec-Fetch-Site": "cross-site"}, false},
		"a neighbour under the same domain":    {map[string]string{"Sec-Fetch-Site": "same-site"}, false},
		"an old browser on our page":           {map[string]string{"Origin": "https://yrkesresan.example"}, true},
		"an old browser elsewhere":             {map[string]string{"Origin": "https://evil.example"}, false},
		"an old browser that hides where":      {map[string]string{"Origin": "null"}, false},
		"a program":                            {nil, true},
		"an old browser through another name":  {map[string]string{"Origin": "https://yrkesresan.example", "Host": "inside:8080"}, true},
		"another site through another name":    {map[string]string{"Origin": "https://inside.example", "Host": "inside:8080"}, false},
		"another site that says it is a proxy": {map[string]string{"Sec-Fetch-Site": "cross-site", "X-Forwarded-Host": "yrkesresan.example"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			for _, address := range []string{"/in/" + s.code("a"), "/logga-ut", "/logga-in"} {
				b := s.browser(away)
				b.header = tc.header
				if a := b.post(address); (a.Code == http.StatusForbidden) == tc.in {
					t.Errorf("%s: %d", address, a.Code)
				} else if !tc.in && (a.Header().Get("Content-Security-Policy") == "" || a.Header().Get("Set-Cookie") != "") {
					t.Errorf("%s: %v", address, a.Header())
				}
			}
		})
	}
}

func TestASessionThatWasThereBeforeIsNotTakenOver(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thief := s.browser(away)
	planted := thief.post("/in/" + s.code("b")).cookie("yr").Value
	victim := s.browser(away)
	victim.header = map[string]string{"Cookie": "yr=" + planted}
	got := victim.signIn("1001", aminas).to("/").cookie("yr")
	if got == nil || got.Value == planted {
		t.Fatal("the token was not renewed")
	}
	thief.get("/installningar").to("/logga-in?till=%2Finstallningar")
}

func TestTheAddressOnPaperShowsAButtonAndUsesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code("b")
	preview := s.browser("198.51.100.9")
	for range 3 {
		preview.get("/in/"+code).shows(200, "<h1>Logga in med kod</h1>", `method="post"`, `action="/in/`+code+`"`, "<button")
		preview.do("HEAD", "/in/"+code, nil)
	}
	b := s.browser(away)
	b.get("/in/"+strings.ToLower(code)+"%2F..%2F..").shows(200, `action="/in/`+code+`"`)
	b.post("/in/" + code).to("/valj-pin")
	b.post("/in/"+code).shows(422, "<title>Fel: Logga in med kod", "Koden stämmer inte eller är redan använd", "Till inloggningen")
	b.get("/in/"+code).shows(404, "Koden är använd eller för gammal", "Till inloggningen").hides("<button")
	late := s.code("b")
	s.later.Add(int64(24 * time.Hour))
	b.get("/in/" + late).shows(404)
	b.post("/in/" + late).shows(422)
}

func TestACodeIsTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(away)
	b.get("/logga-in/kod").shows(200, `autocomplete="one-time-code"`)
	b.post("/logga-in/kod", "code", "ACDE-FGHJ-3467", "own", "1").shows(422, "<title>Fel: ", `href="#code"`, `id="code-fel"`, "checked").hides("ACDE-FGHJ-3467\"")
	b.post("/logga-in/kod").shows(422)
	b.post("/logga-in/kod", "code", strings.ToLower(s.code("b"))+" ", "own", "1").to("/valj-pin")
	many := s.browser("198.51.100.1")
	for range 20 {
		many.post("/in/ACDE-FGHJ-3467").shows(422)
	}
	many.post("/in/ACDE-FGHJ-3467").shows(429, "Vänta en kvart", "<button")
	many.get("/in/ACDE-FGHJ-3467").shows(429, "Vänta en kvart")
	many.post("/logga-in/kod", "code", "ACDE-FGHJ-3467").shows(429, `href="#code"`)
	many.post("/logga-in/kod", "code", s.code("b")).to("/valj-pin")
}

func TestTheFirstSignInTakesFewerThanFiveSteps(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(away)
	b.get("/in/"+s.code("b")).shows(200, "<button") // 1: press the button
	b.post("/in/" + s.code("b")).to("/valj-pin")
	b.get("/valj-pin").shows(200, "<h1>Välj din PIN</h1>", `name="secret"`, `name="again"`, "Gör det senare").hides(`name="old"`)
	b.post("/valj-pin", "secret", "728394", "again", "728394").to("/min-resa/redan-gatt") // 2: a PIN; 3: what was learnt before
	s.browser(away).signIn("1002", "728394").to("/")
}

func TestACodeOfADemoLandsOnTheRolesHome(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c, err := s.Access.GiveCode(t.Context(), may.Operator(), "b", access.ForDemo)
	if err != nil {
		t.Fatal(err)
	}
	b := s.browser(away)
	b.post("/in/" + c.Code).to(demoHome)
	s.Frame.Demo = true
	s.browser(away).get("/").to(demoStart)
	s.browser(away).get("/logga-in").shows(200, `href="/demo"`)
}

func TestWhenTheDatabaseIsGoneThePageSaysSo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Access.DB.Close()
	for _, pin := range []string{aminas, "728394"} {
		s.browser(away).signIn("1001", pin).shows(500, "<h1>").hides("sql", "database is closed", "1001", pin)
	}
	s.browser(away).get("/in/ACDE-FGHJ-3467").shows(500, "<h1>").hides("closed")
	for _, secret := range []string{aminas, "728394", "ACDE-FGHJ", "1001"} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("the log tells %s", secret)
		}
	}
}
