package browsertest

import (
	"fmt"
	"sync"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// traffic follows what a page fetches and complains of.
type traffic struct {
	mu       sync.Mutex
	code     int64
	bytes    float64
	requests int
	said     []string
	waiting  []chan struct{}
}

func (n *traffic) listen(event any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch e := event.(type) {
	case *network.EventResponseReceived:
		n.requests++
		if e.Type == network.ResourceTypeDocument {
			n.code = e.Response.Status
		}
	case *network.EventLoadingFinished:
		n.bytes += e.EncodedDataLength
	case *page.EventLoadEventFired:
		n.arrived()
	case *network.EventLoadingFailed:
		if e.Type == network.ResourceTypeDocument {
			n.arrived() // a file to save, or an answer without a page
		}
	case *cdplog.EventEntryAdded:
		if e.Entry.Level == cdplog.LevelError && e.Entry.Source != cdplog.SourceNetwork {
			n.said = append(n.said, e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		n.said = append(n.said, e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError {
			n.said = append(n.said, fmt.Sprint("console.error called: ", len(e.Args), " values"))
		}
	}
}

func (n *traffic) arrived() {
	for _, c := range n.waiting {
		close(c)
	}
	n.waiting = nil
}

// nextPage is closed when the next page is loaded.
func (n *traffic) nextPage() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	c := make(chan struct{})
	n.waiting = append(n.waiting, c)
	return c
}

func (n *traffic) reset() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.code, n.bytes, n.requests = 0, 0, 0
}

func (n *traffic) status() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return int(n.code)
}

func (n *traffic) sent() (int64, int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return int64(n.bytes), n.requests
}

func (n *traffic) complaints() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.said
}
