package browsertest

import (
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Slow makes the page that of a cheap phone on a weak net: a sixth of the
// processor, 1.6 Mbit/s and 300 ms.
func (p *Page) Slow() {
	p.t.Helper()
	p.run("slow down", emulation.SetCPUThrottlingRate(6), network.EmulateNetworkConditions(false, 300, 200_000, 94_000))
}

// Paint is how the page came to be seen.
type Paint struct {
	Largest time.Duration // until the largest thing was drawn
	Shift   float64       // how much things moved afterwards
}

const readPaint = `new Promise(done => {
	let largest = 0, shift = 0;
	new PerformanceObserver(l => l.getEntries().forEach(e => largest = e.startTime)).observe({type: 'largest-contentful-paint', buffered: true});
	new PerformanceObserver(l => l.getEntries().forEach(e => shift += e.value)).observe({type: 'layout-shift', buffered: true});
	setTimeout(() => done([largest, shift]), 300);
})`

// Paint measures the page that is open. A page that was never drawn ends the
// test: no value is not a good value.
func (p *Page) Paint() Paint {
	p.t.Helper()
	var found [2]float64
	p.run("measure", chromedp.Evaluate(readPaint, &found, func(e *runtime.EvaluateParams) *runtime.EvaluateParams { return e.WithAwaitPromise(true) }))
	if found[0] == 0 {
		p.fail("the page was never drawn")
	}
	return Paint{Largest: time.Duration(found[0] * float64(time.Millisecond)), Shift: found[1]}
}
