package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// Serve answers on address until ctx ends; then it lets what is under way finish.
func (a *App) Serve(ctx context.Context, address string, listening func(net.Addr)) error {
	if !a.Config.Demo {
		if err := a.Demo.RefuseReal(ctx); err != nil {
			return err
		}
	}
	site, err := a.Site()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	if err := a.Jobs.Start(context.WithoutCancel(ctx)); err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: site.Handler, ErrorLog: a.ServerLog(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 5 * time.Minute, WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	listening(listener.Addr())
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	return errors.Join(err, within(20*time.Second, server.Shutdown), within(10*time.Second, a.Jobs.Stop))
}

// within ends a part of the program that may take so long, though the program itself was told to end.
func within(limit time.Duration, end func(context.Context) error) error {
	ctx, done := context.WithTimeout(context.Background(), limit)
	defer done()
	return end(ctx)
}
