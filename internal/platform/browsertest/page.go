package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a step may take before the test gives up.
const patience = 20 * time.Second

// Page is one person's browser: one tab, its own cookies. Its methods end the
// test when they cannot do what they are asked.
type Page struct {
	t    testing.TB
	ctx  context.Context
	view View
	net  traffic
}

// Page opens a browser of its own. What a page complains of in its console
// fails the test at its end.
func (b *Browser) Page(t testing.TB, v View) *Page {
	t.Helper()
	tab, closeTab, err := b.tab()
	if err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithTargetID(tab))
	p := &Page{t: t, ctx: ctx, view: v}
	t.Cleanup(func() {
		if t.Failed() {
			p.keepPicture()
		}
		cancel()
		closeTab()
		for _, line := range p.net.complaints() {
			t.Errorf("console: %s", line)
		}
	})
	chromedp.ListenTarget(ctx, p.net.listen)
	// The first run lives as long as its context, so it gets the page's own.
	p.must("open a tab", chromedp.Run(ctx))
	p.run("listen to the tab", network.Enable(), cdplog.Enable(), page.Enable(), runtime.Enable())
	p.run("set the view", v.actions()...)
	return p
}

// As is the same page looked at in another way.
func (p *Page) As(v View) *Page {
	p.t.Helper()
	p.view = v
	p.run("set the view", v.actions()...)
	p.textSize(v.TextPercent)
	return p
}

// Open goes to an address and waits until it is drawn.
func (p *Page) Open(address string) {
	p.t.Helper()
	p.net.reset()
	p.run("open "+address, chromedp.Navigate(address))
	p.textSize(p.view.TextPercent)
}

// Reload loads the page again.
func (p *Page) Reload() { p.t.Helper(); p.Open(p.URL()) }

// Back goes to the page before.
func (p *Page) Back() { p.t.Helper(); p.run("go back", chromedp.NavigateBack()) }

// Status is the HTTP status of the page.
func (p *Page) Status() int { return p.net.status() }

// Sent is how many bytes and requests the page took since Open.
func (p *Page) Sent() (bytes int64, requests int) { return p.net.sent() }

// Eval runs JavaScript and reads its answer into out, which may be nil.
func (p *Page) Eval(js string, out any) {
	p.t.Helper()
	if out == nil {
		p.run("run script", chromedp.Evaluate(js, nil))
		return
	}
	p.run("run script", chromedp.Evaluate(js, out))
}

// Offline cuts the page's network, or gives it back.
func (p *Page) Offline(off bool) {
	p.t.Helper()
	p.run("set the network", network.EmulateNetworkConditions(off, 0, -1, -1))
}

// Screenshot writes a picture of the whole page.
func (p *Page) Screenshot(path string) {
	p.t.Helper()
	var png []byte
	p.run("take a picture", chromedp.FullScreenshot(&png, 100))
	p.must("make room for the picture", os.MkdirAll(filepath.Dir(path), 0o755))
	p.must("write the picture", os.WriteFile(path, png, 0o644))
}

// Print writes the page as it would be printed, as PDF.
func (p *Page) Print(path string) {
	p.t.Helper()
	var pdf []byte
	p.run("print", chromedp.ActionFunc(func(ctx context.Context) (err error) {
		pdf, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).WithPaperWidth(8.27).WithPaperHeight(11.69).Do(ctx)
		return err
	}))
	p.must("write the print", os.WriteFile(path, pdf, 0o644))
}

// keepPicture saves what the page showed when its test failed.
func (p *Page) keepPicture() {
	var png []byte
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	if chromedp.Run(ctx, chromedp.CaptureScreenshot(&png)) != nil {
		return // the page is gone; the failure has been told already
	}
	path := filepath.Join(p.t.ArtifactDir(), "failed.png")
	if os.WriteFile(path, png, 0o644) == nil {
		p.t.Logf("picture of the page: %s", path)
	}
}

func (p *Page) textSize(percent int) {
	p.t.Helper()
	size := "''"
	if percent != 0 {
		size = fmt.Sprintf("'%d%%'", percent)
	}
	p.Eval("document.documentElement.style.fontSize = "+size, nil)
}

func (p *Page) run(what string, actions ...chromedp.Action) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	p.must(what, chromedp.Run(ctx, actions...))
}

func (p *Page) must(what string, err error) {
	p.t.Helper()
	if err != nil {
		p.fail("%s: %v", what, err)
	}
}

// fail ends the test with what the page showed.
func (p *Page) fail(format string, args ...any) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 2*time.Second)
	defer cancel()
	var shown string
	_ = chromedp.Run(ctx, chromedp.Evaluate("location.href + '\\n' + document.body.innerText", &shown)) // best effort
	if len(shown) > 1500 {
		shown = shown[:1500] + "…"
	}
	p.t.Fatalf(format+"\nthe page showed:\n%s", append(args, shown)...)
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string can always be written
	}
	return string(b)
}
