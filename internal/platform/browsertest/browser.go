// Package browsertest drives a real Chromium for the few tests that need one:
// whole journeys, accessibility, and how pages behave when they are small,
// large, dark or without script.
//
//	b := browsertest.New(t)
//	p := b.Page(t, browsertest.Phone)
//	p.Open(server.URL + "/")
//	p.Type("Mobilnummer", "0701234567")
//	p.Click("Spara")
//	p.Sees("Sparat")
//	p.Axe(t)
//
// One Chromium serves the whole test process; every Page is a browser of its
// own with its own cookies. A step that fails ends the test and says what the
// page showed. Without Chromium on the machine the tests are skipped, unless
// YRKESRESAN_TEST_BROWSER names one.
package browsertest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// binaryEnv names the Chromium to use when it is not in PATH.
const binaryEnv = "YRKESRESAN_TEST_BROWSER"

// Browser is the Chromium of this test process.
type Browser struct{ ctx context.Context }

// New is the Chromium of this test process, started by whoever asks first. It
// ends with the process.
func New(t testing.TB) *Browser {
	t.Helper()
	path := find()
	if path == "" {
		t.Fatalf("no Chromium here; run scripts/install-test-tools, or name one in %s", binaryEnv)
	}
	b, err := start(path)
	if err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return b
}

func find() string {
	if path := os.Getenv(binaryEnv); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

var running struct {
	sync.Mutex
	browser *Browser
}

func start(path string) (*Browser, error) {
	running.Lock()
	defer running.Unlock()
	if running.browser != nil {
		return running.browser, nil
	}
	profile, err := freshProfile()
	if err != nil {
		return nil, err
	}
	alloc, _ := chromedp.NewExecAllocator(context.Background(), flags(path, profile)...)
	ctx, cancel := chromedp.NewContext(alloc, chromedp.WithErrorf(quiet))
	if err := chromedp.Run(ctx); err != nil {
		cancel()
		return nil, err
	}
	running.browser = &Browser{ctx: ctx}
	return running.browser, nil
}

// tab opens a window with cookies of its own; call what it returns to forget
// them. Chromium without a screen only opens a window there, not a tab.
func (b *Browser) tab() (target.ID, func(), error) {
	ctx := cdp.WithExecutor(b.ctx, chromedp.FromContext(b.ctx).Browser)
	jar, err := target.CreateBrowserContext().Do(ctx)
	if err != nil {
		return "", nil, err
	}
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(jar).WithNewWindow(true).Do(ctx)
	return id, func() { _ = target.DisposeBrowserContext(jar).Do(ctx) }, err // the process ends soon anyway
}

// quiet drops what chromedp says about events it does not know; what a page
// says is collected by Page.
func quiet(string, ...any) {}

func flags(path, profile string) []chromedp.ExecAllocatorOption {
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck,
		chromedp.Headless,
		chromedp.Flag("force-color-profile", "srgb"),
	}
	for _, flag := range []string{
		"disable-gpu", "disable-quic", "disable-background-networking", "disable-component-update",
		"disable-sync", "disable-dev-shm-usage", "disable-extensions", "disable-default-apps",
		"disable-background-timer-throttling", "disable-renderer-backgrounding", "hide-scrollbars", "mute-audio",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	return options
}

const profilePrefix = "browsertest-"

// freshProfile makes an empty profile named after this process, and removes
// those of processes that have ended, since a test process cannot tidy up
// after its last test.
func freshProfile() (string, error) {
	old, err := filepath.Glob(filepath.Join(os.TempDir(), profilePrefix+"*"))
	if err != nil {
		return "", err
	}
	for _, dir := range old {
		rest := strings.TrimPrefix(filepath.Base(dir), profilePrefix)
		pid, _, _ := strings.Cut(rest, "-")
		if n, err := strconv.Atoi(pid); err == nil && syscall.Kill(n, 0) == syscall.ESRCH {
			_ = os.RemoveAll(dir) // another process may be removing it too
		}
	}
	return os.MkdirTemp("", fmt.Sprintf("%s%d-", profilePrefix, os.Getpid()))
}
