package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"time"
)

// authority signs certificates of clients.
type authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
}

// readAuthority reads NAME.crt and NAME.key.
func readAuthority(path string) (authority, error) {
	certificate, err := os.ReadFile(path + ".crt")
	if err != nil {
		return authority{}, err
	}
	key, err := os.ReadFile(path + ".key")
	if err != nil {
		return authority{}, err
	}
	return parseAuthority(certificate, key)
}

func parseAuthority(certificate, key []byte) (authority, error) {
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return authority{}, err
	}
	signer, ok := pair.PrivateKey.(crypto.Signer)
	if !ok {
		return authority{}, errors.New("the key cannot sign")
	}
	block, _ := pem.Decode(certificate)
	parsed, err := x509.ParseCertificate(block.Bytes)
	return authority{parsed, signer}, err
}

// sign makes a certificate of a client, or of a server where it should not be one.
func (a authority) sign(subject pkix.Name, usage x509.ExtKeyUsage) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		return nil, err
	}
	wanted := &x509.Certificate{
		SerialNumber: serial,
		Subject:      subject,
		NotBefore:    time.Now().Add(-time.Minute),
		NotAfter:     time.Now().Add(time.Hour),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{usage},
	}
	signed, err := x509.CreateCertificate(rand.Reader, wanted, a.certificate, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{signed}, PrivateKey: key}, nil
}
