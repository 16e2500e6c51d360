package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"time"

	"example.com/shop/turbosms"
)

func main() {
	config := turbosms.NewConfiguration()
	config.Servers = turbosms.ServerConfigurations{{URL: os.Getenv("TURBOSMS_BASE_URL")}}
	api := turbosms.NewAPIClient(config).MessageAPI
	ctx := context.WithValue(context.Background(), turbosms.ContextAccessToken, os.Getenv("TURBOSMS_TOKEN"))

	viber := turbosms.NewViberParameters()
	viber.SetSender("TurboSMS")
	viber.SetCaption("Track")
	viber.SetAction("https://example.com/orders/12345")
	sms := turbosms.NewSmsParameters()
	sms.SetSender("TurboSMS")
	request := turbosms.NewSendRequest([]string{"380678998668", "380001000001"})
	request.SetText("Your order has been shipped.")
	request.SetViber(*viber)
	request.SetSms(*sms)

	sent, _, err := api.MessageSend(ctx).SendRequest(*request).Execute()
	if err != nil {
		log.Fatal(err)
	}
	var messages []string
	for _, row := range sent.ResponseResult {
		if id := row.GetMessageId(); id != "" {
			messages = append(messages, id)
		}
	}
	if len(messages) == 0 {
		log.Fatal(sent.ResponseCode, " ", sent.ResponseStatus)
	}

	statuses := map[string]string{}
	for delivered := 0; delivered < len(messages); {
		time.Sleep(500 * time.Millisecond)
		answer, _, err := api.MessageStatus(ctx).MessageIdsRequest(*turbosms.NewMessageIdsRequest(messages)).Execute()
		if err != nil {
			log.Fatal(err)
		}
		delivered = 0
		for _, row := range answer.ResponseResult {
			statuses[row.MessageId] = row.GetStatus()
			if row.GetStatus() == "Delivered" {
				delivered++
			}
		}
	}
	line, _ := json.Marshal(statuses)
	fmt.Println(string(line))
}
