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

// newAuthority makes one with a key of its own.
func newAuthority(name string, from, to time.Time) (authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return authority{}, err
	}
	return selfSigned(&x509.Certificate{Subject: pkix.Name{CommonName: name}}, key, from, to)
}

// aged is the same authority at another time of its life: what it has signed stays signed.
func (a authority) aged(from, to time.Time) (authority, error) {
	return selfSigned(a.certificate, a.key, from, to)
}

// selfSigned is an authority with the name of another certificate.
func selfSigned(named *x509.Certificate, key crypto.Signer, from, to time.Time) (authority, error) {
	wanted := &x509.Certificate{
		SerialNumber:          big.NewInt(from.UnixNano()),
		Subject:               named.Subject,
		RawSubject:            named.RawSubject,
		NotBefore:             from,
		NotAfter:              to,
		KeyUsage:              x509.KeyUsageCertSign,
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	signed, err := x509.CreateCertificate(rand.Reader, wanted, wanted, key.Public(), key)
	if err != nil {
		return authority{}, err
	}
	parsed, err := x509.ParseCertificate(signed)
	return authority{parsed, key}, err
}

func (a authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw})
}

// signServer makes a certificate of a server of these hosts.
func (a authority) signServer(hosts ...string) (*tls.Certificate, error) {
	return a.sign(pkix.Name{CommonName: hosts[0]}, x509.ExtKeyUsageServerAuth, hosts...)
}

// sign makes a certificate of a client, or of a server where it should not be one.
func (a authority) sign(subject pkix.Name, usage x509.ExtKeyUsage, hosts ...string) (*tls.Certificate, error) {
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
		DNSNames:     hosts,
	}
	signed, err := x509.CreateCertificate(rand.Reader, wanted, a.certificate, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{signed}, PrivateKey: key}, nil
}

func pemOf(pair *tls.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]})
}

// keyOf is the key of a certificate that was signed here, PEM.
func keyOf(pair *tls.Certificate) []byte {
	bytes, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: bytes})
}
