package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/mail"
)

// sendFlags say how messages leave the program. Secrets come from a file or the environment, never
// from the command line, which every user of the machine can read.
type sendFlags struct {
	MailHost         string `help:"The mail server; without one e-mail waits in the outbox." env:"YRKESRESAN_MAIL_HOST"`
	MailPort         int    `help:"Its port." env:"YRKESRESAN_MAIL_PORT" default:"587"`
	MailSecurity     string `help:"starttls, tls, or none to a server on this machine." env:"YRKESRESAN_MAIL_SECURITY" enum:"starttls,tls,none" default:"starttls"`
	MailUser         string `help:"The user there; the password is in YRKESRESAN_MAIL_PASSWORD or in a file." env:"YRKESRESAN_MAIL_USER"`
	MailPasswordFile string `help:"File that holds the password." env:"YRKESRESAN_MAIL_PASSWORD_FILE" type:"path"`
	MailFrom         string `help:"The e-mail address of the sender." env:"YRKESRESAN_MAIL_FROM"`
	SMSURL           string `name:"sms-url" help:"The SMS gateway; without one SMS wait in the outbox." env:"YRKESRESAN_SMS_URL"`
	SMSTokenFile     string `name:"sms-token-file" help:"File that holds its token, if not YRKESRESAN_SMS_TOKEN does." env:"YRKESRESAN_SMS_TOKEN_FILE" type:"path"`
	SMSFrom          string `name:"sms-from" help:"The sender that the phone shows." env:"YRKESRESAN_SMS_FROM" default:"Yrkesresan"`
	KeepMessages     int    `help:"Days that text and address of what has been sent are kept." env:"YRKESRESAN_KEEP_MESSAGES" default:"30"`
}

// ways are the mail server and the gateway that the flags name; nil where they name none.
func (f sendFlags) ways(product string) (server *mail.SMTP, gateway *mail.Gateway, err error) {
	if f.KeepMessages < 1 {
		return nil, nil, errors.New("--keep-messages is at least a day")
	}
	if f.MailHost != "" {
		server = &mail.SMTP{Host: f.MailHost, Port: f.MailPort, User: f.MailUser, From: f.MailFrom, Name: product, Security: f.MailSecurity}
		if server.Password, err = secret("YRKESRESAN_MAIL_PASSWORD", f.MailPasswordFile); err == nil {
			err = server.Check()
		}
		if err != nil {
			return nil, nil, err
		}
	}
	if f.SMSURL != "" {
		gateway = &mail.Gateway{URL: f.SMSURL, From: f.SMSFrom}
		if gateway.Token, err = secret("YRKESRESAN_SMS_TOKEN", f.SMSTokenFile); err == nil {
			err = gateway.Check()
		}
	}
	return server, gateway, err
}

// secret reads a secret from a file, or from the environment.
func secret(variable, file string) (string, error) {
	if file == "" {
		return os.Getenv(variable), nil
	}
	text, err := os.ReadFile(file)
	return strings.TrimSpace(string(text)), err
}

type messageCmd struct {
	List  messageListCmd  `cmd:"" help:"The newest messages of a state: how they go, not what they say."`
	Retry messageRetryCmd `cmd:"" help:"Let messages that failed or are uncertain be sent again; an uncertain one may come twice."`
}

type messageListCmd struct {
	State string `help:"waiting, sending, sent, failed, uncertain or expired; without it all." enum:",waiting,sending,sent,failed,uncertain,expired" default:""`
	Limit int    `help:"At most so many." default:"100"`
}

// Run lists messages without addresses and texts.
func (c messageListCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		list, err := a.Post.List(r.ctx, mail.State(c.State), min(max(c.Limit, 1), 10_000), 0)
		if err != nil {
			return err
		}
		return r.print(map[string]any{"messages": append([]mail.Item{}, list...)}, func(w io.Writer) {
			for _, m := range list {
				fmt.Fprintf(w, "%s %s %s, tries %d, %s %s\n", m.ID, m.Channel, m.State, m.Tries, m.MadeAt.Format(time.RFC3339), m.Reason)
			}
		})
	})
}

type messageRetryCmd struct {
	ID []string `arg:"" help:"As message list names them."`
}

// Run queues them again, until one cannot be.
func (c messageRetryCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		for _, id := range c.ID {
			if err := a.Post.Retry(r.ctx, id); err != nil {
				return err
			}
		}
		return r.print(map[string]int{"waiting": len(c.ID)}, func(w io.Writer) { fmt.Fprintf(w, "%d wait to be sent.\n", len(c.ID)) })
	})
}
